/** The pull panel of a repository: what is chosen stands in the address, nothing moves, and what is shown is of what is chosen. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

const path = '/tidewater/cache/harbor'
const command = (page: Page) => page.locator('[data-pull-command]')
const fields = { Client: 'client', Tag: 'tag', Platform: 'platform', By: 'by' } as const
/** Finds a choice by what it is for. */
const toChoose = (page: Page, say: Say) => (name: keyof typeof fields) =>
  page.getByRole('combobox', { name: say(`pull.${fields[name]}`), exact: true })
const facts = (page: Page) => page.locator('[data-facts]')

test.describe('what is chosen', () => {
  test('stands in the address, and survives a reload and a change of tab', async ({ page, say }) => {
    const choose = toChoose(page, say)
    await page.goto(path)
    const tag = (await choose('Tag').getByRole('option').last().textContent()) ?? ''
    await choose('Tag').selectOption(tag)
    await expect(page).toHaveURL(`${path}?pull=${tag}`)
    await expect(choose('Platform')).toBeEnabled()
    await choose('Platform').selectOption('linux/amd64')
    await choose('By').selectOption({ label: say('pull.forms.digest') })
    await expect(page).toHaveURL(`${path}?pull=${tag}&platform=linux/amd64&by=digest`)
    const text = (await command(page).textContent()) ?? ''
    expect(text).toMatch(/^docker pull --platform linux\/amd64 \S+@sha256:[0-9a-f]{64}$/)

    await page.reload()
    await expect(command(page)).toHaveText(text)
    const tabs = page.getByRole('navigation', { name: say('repositoryTools.tabs.title') })
    for (const key of ['usage', 'tags', 'about'] as const) {
      const tab = say(`repositoryTools.tabs.${key}`)
      await tabs.getByRole('link', { name: tab }).click()
      await expect(tabs.getByRole('link', { name: tab })).toHaveAttribute('aria-current', 'page')
      await expect(command(page)).toHaveText(text)
      expect(page.url()).toContain(`pull=${tag}&platform=linux/amd64&by=digest`)
    }
  })

  test('leaves no trace in the address where it is what is offered first', async ({ page, say }) => {
    const choose = toChoose(page, say)
    await page.goto(path)
    const options = choose('Tag').getByRole('option')
    await choose('Tag').selectOption({ index: (await options.count()) - 1 })
    await expect(page).toHaveURL(/pull=/)
    await choose('Tag').selectOption({ index: 0 })
    await expect(page).toHaveURL(path)
  })

  test('is passed over where the repository has no such thing', async ({ page, say }) => {
    const choose = toChoose(page, say)
    await page.goto(`${path}?pull=no-such-tag&platform=plan9/vax&by=name`)
    await expect(choose('Client')).toBeEnabled()
    await expect(command(page)).toHaveText(/^docker pull \S+:2\.2\.1$/)
  })
})

for (const width of [390, 768, 1440]) {
  test(`nothing moves while a visitor chooses, at ${width} px`, async ({ page, say }) => {
    const choose = toChoose(page, say)
    await page.setViewportSize({ width, height: 900 })
    await page.goto(path, { waitUntil: 'networkidle' })
    if (width < 640) await page.getByText(say('pull.change'), { exact: true }).click()
    const places = () =>
      Promise.all(
        [
          page
            .getByRole('button', { name: say('pull.copyCommand') })
            .or(page.getByRole('button', { name: say('pull.copyLines') })),
          page.locator('[data-pull-block]'),
          page.getByRole('navigation', { name: say('repositoryTools.tabs.title') }),
          choose('Client'),
          choose('By'),
        ].map((one: Locator) => one.boundingBox()),
      )
    const before = await places()
    const options = choose('Tag').getByRole('option')
    for (const [name, option] of [
      ['Tag', { index: (await options.count()) - 1 }],
      ['Platform', 'linux/amd64'],
      ['By', 'tag-and-digest'],
      ['Client', 'kubernetes'],
      ['Client', 'regctl'],
    ] as const) {
      await choose(name).selectOption(option)
      await expect(page.locator('[data-facts]')).toHaveAttribute('aria-busy', 'false')
      expect(await places(), name).toEqual(before)
    }
  })
}

test('another tag brings its own size, date and platforms', async ({ page, say }) => {
  const choose = toChoose(page, say)
  await page.goto(path, { waitUntil: 'networkidle' })
  const pushed = facts(page).locator('time').last()
  const before = await pushed.getAttribute('datetime')
  const options = choose('Tag').getByRole('option')
  const answered = page.waitForResponse(/\/api\/facts\//)
  await choose('Tag').selectOption({ index: (await options.count()) - 1 })
  const told = await (await answered).json()
  await expect(pushed).not.toHaveAttribute('datetime', before ?? '')
  await expect(
    facts(page)
      .getByRole('list', { name: say('ui.platforms.title') })
      .getByRole('listitem'),
  ).toHaveText(told.platforms.map(({ text }: { text: string }) => text))
  await expect(choose('Platform').getByRole('option')).toHaveCount(told.platforms.length + 1)
})

test('a long digest is short on the screen, and whole when it is copied', async ({ page, context, say }) => {
  const choose = toChoose(page, say)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(path)
  await choose('By').selectOption({ label: say('pull.forms.digest') })
  const text = (await command(page).textContent()) ?? ''
  expect(text).toMatch(/@sha256:[0-9a-f]{64}$/)
  expect((await page.locator('.short-digest').boundingBox())?.width).toBeLessThan(16)
  await page.getByRole('button', { name: say('pull.copyCommand') }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
  await page.evaluate(() =>
    getSelection()?.selectAllChildren(document.querySelector('[data-pull-command]') ?? document),
  )
  await page.keyboard.press('ControlOrMeta+c')
  expect((await page.evaluate(() => navigator.clipboard.readText())).replace(/\s+/g, ' ').trim()).toBe(text)
})

test('a repository without an image has no command and no button for one', async ({ page, say }) => {
  await page.goto('/jmo-lab/hello')
  await expect(page.getByText(say('repositoryTools.nothingPushed').slice(0, 16))).toBeVisible()
  await expect(command(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: say('pull.copyCommand') })).toHaveCount(0)
  await page.goto('/search?searchTerm=jmo-lab/hello')
  await expect(page.getByRole('link', { name: 'jmo-lab/hello' })).toBeVisible()
  await expect(
    page.getByRole('button', { name: say('search.row.copyPull', { name: 'hello' }), exact: true }),
  ).toHaveCount(0)
})

test('rows copy for the client that was chosen on another page', async ({ page, context, say }) => {
  const choose = toChoose(page, say)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(path)
  await choose('Client').selectOption('skopeo')
  await page.goto('/search?searchTerm=tidewater/cache/harbor')
  await page
    .getByRole('button', { name: say('search.row.copyPull', { name: 'cache/harbor' }), exact: true })
    .click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^skopeo copy --src-tls-verify=false docker:\/\/\S+\/tidewater\/cache\/harbor:\S+ oci:harbor$/,
  )
})
