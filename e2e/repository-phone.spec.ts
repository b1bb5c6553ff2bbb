/** The first screen of a repository on a phone, its tabs, and the header's menu. */
import type { Page } from '@playwright/test'
import { describeLanguage } from '#lib/language/languages.ts'
import { expect, test } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

const path = '/tidewater/cache/harbor'
const tabs = (page: Page, say: Say) =>
  page.getByRole('navigation', { name: say('repositoryTools.tabs.title') })
const readBottom = async (page: Page, say: Say) => {
  const box = await tabs(page, say).boundingBox()
  return (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)
}

for (const [width, mostPx] of [
  [390, 440],
  [360, 520],
] as const) {
  test(`at ${width} px the tabs are on the first screen of each tab`, async ({ page, say }) => {
    await page.setViewportSize({ width, height: 780 })
    for (const tab of ['', '?tab=usage', '?tab=tags']) {
      await page.goto(`${path}${tab}`, { waitUntil: 'networkidle' })
      expect(await readBottom(page, say)).toBeLessThanOrEqual(mostPx)
    }
  })
}

for (const width of [360, 390]) {
  test(`at ${width} px the first tag is within two thirds of the first screen below the header`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 780 })
    await page.goto(`${path}?tab=tags`, { waitUntil: 'networkidle' })
    const header = (await page.getByRole('banner').boundingBox())?.height ?? Number.NaN
    const first = await page.getByRole('row').filter({ hasText: 'latest' }).first().boundingBox()
    expect(first?.y).toBeLessThanOrEqual(header + ((780 - header) * 2) / 3)
  })
}

interface FirstScreen {
  name: string
  tag?: string
  /** Of what is no image. */
  kind?: 'chart' | 'wasm'
  systems?: string
  processors?: string[]
  facts: string[]
}

const firstScreens: FirstScreen[] = [
  {
    name: 'tidewater/cache/harbor',
    systems: 'Linux',
    processors: ['amd64', 'arm64', 'arm/v7', '386'],
    facts: ['Apache-2.0', 'Tidewater Data'],
  },
  {
    name: 'kestrel-build/windows/msi-pack',
    systems: 'Windows',
    processors: ['amd64'],
    facts: ['BSD-3-Clause', 'Kestrel Build Works'],
  },
  {
    name: 'tidewater/charts/cache-harbor',
    tag: '0.4.0',
    kind: 'chart',
    facts: ['Apache-2.0', 'Tidewater Data'],
  },
  { name: 'fennel-rook/wasm/price-rules', kind: 'wasm', facts: ['MIT', 'Fennel & Rook'] },
  {
    name: 'northlight/sky-survey/calibrate',
    systems: 'Linux',
    processors: ['amd64', 'arm64'],
    facts: ['GPL-3.0-or-later', 'Northlight'],
  },
]

test.describe('the first screen of a phone says what it is, what it runs on, how large, how fresh, by whom, under which licence', () => {
  test.use({ viewport: { width: 360, height: 780 } })

  for (const { name, tag = 'latest', kind, systems, processors = [], facts } of firstScreens) {
    for (const address of [`/${name}`, `/${name}?tag=${tag}`]) {
      test(address, async ({ page, say, language }) => {
        const isImage = address.includes('?')
        await page.goto(address, { waitUntil: 'networkidle' })
        const list = new Intl.ListFormat(describeLanguage(language).locale).format(processors)
        const onImage = language === 'ja' ? list : `for ${list}`
        const onRepository = say('ui.platforms.shortly', { systems: systems ?? '', processors: list })
        const what = kind === undefined ? (isImage ? onImage : onRepository) : say(`ui.kinds.${kind}`)
        const patterns = facts.map((word) => new RegExp(`\\b${word}\\b`))
        const pushed =
          language === 'ja'
            ? /プッシュ.*(前|昨日|\d{4}年)|\d{4}年.*プッシュ/
            : /Pushed .*(ago|yesterday|last|\d{4})/
        for (const fact of [what, ...patterns, /\d\s(B|kB|MB)/, pushed]) {
          const shown = page.getByText(fact).filter({ visible: true }).first()
          await expect(shown).toBeInViewport({ ratio: 1 })
          const cutPx = await shown.evaluate((element) =>
            getComputedStyle(element).display === 'inline' ? 0 : element.scrollWidth - element.clientWidth,
          )
          expect(cutPx).toBeLessThanOrEqual(1)
        }
        const copy = page.getByRole('button', { name: say('pull.copyCommand'), exact: true })
        await expect(copy).toBeInViewport({ ratio: 1 })
        const box = page.getByRole('group', { name: say('pull.command') })
        expect(
          await box.evaluate((element) => element.scrollHeight - element.clientHeight),
        ).toBeLessThanOrEqual(0)
      })
    }
  }
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 780 } })

  test('the tabs stay below the header', async ({ page, say }) => {
    await page.goto(path)
    await page.evaluate(() => window.scrollTo({ top: 1200, behavior: 'instant' }))
    const header = await page.getByRole('banner').boundingBox()
    const stuck = await tabs(page, say).boundingBox()
    expect(header?.y).toBe(0)
    expect(Math.abs((stuck?.y ?? 0) - (header?.height ?? 0))).toBeLessThanOrEqual(1)
  })

  test('the menu leads to publishers, docs and status, and closes by Escape', async ({ page, say }) => {
    await page.goto(path)
    await page.getByLabel(say('site.menu'), { exact: true }).first().click()
    const menu = page.getByRole('navigation', { name: say('site.menu') })
    await expect(menu.getByRole('link')).toHaveText([
      say('site.publishers'),
      say('site.allRepositories'),
      say('site.docs'),
      say('site.status'),
    ])
    await page.keyboard.press('Escape')
    await expect(menu).toBeHidden()
    await page.getByLabel(say('site.menu'), { exact: true }).first().click()
    await menu.getByRole('link', { name: say('site.docs') }).click()
    await expect(page).toHaveURL('/docs')
    await expect(menu).toBeHidden()
  })

  test('everything that can be pressed is at least 24 px high', async ({ page, say }) => {
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.locator('[data-facts] summary').click()
    await page.getByText(say('pull.change'), { exact: true }).click()
    const small = await page
      .locator(
        `header, [data-facts], section[aria-label="${say('pull.title')}"], nav[aria-label="${say('repositoryTools.tabs.title')}"], footer`,
      )
      .locator('a:visible, button:visible, summary:visible, select:visible')
      .evaluateAll((targets) =>
        targets
          .filter((target) => !target.matches('.sr-only, p a, h1 a'))
          .map((target) => ({ text: target.textContent, height: target.getBoundingClientRect().height }))
          .filter(({ height }) => height < 23.5),
      )
    expect(small).toEqual([])
  })
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } })

  test('facts, the whole description and the menu open', async ({ page, say }) => {
    await page.goto(path)
    const source = page.locator('[data-facts] dl')
    await expect(source).toBeHidden()
    await page.locator('[data-facts] summary').click()
    await expect(source).toBeVisible()
    const description = page.getByText('knows the difference between slow and stuck')
    const before = (await description.boundingBox())?.height ?? 0
    await page.locator('summary', { hasText: say('repository.more', { what: () => '' }) }).click()
    expect((await description.boundingBox())?.height).toBeGreaterThan(before)
    await page.locator(`summary[aria-label="${say('site.menu')}"]`).click()
    await expect(page.getByRole('link', { name: say('site.publishers') }).first()).toBeVisible()
    await expect(page.getByText(say('pull.change'), { exact: true })).toBeHidden()
    expect(await readBottom(page, say)).toBeGreaterThan(0)
  })
})

test('a change of tab keeps the focus on the tab, and is announced', async ({ page, say }) => {
  await page.goto(path, { waitUntil: 'networkidle' })
  for (const tab of ['usage', 'tags'] as const) {
    const name = say(`repositoryTools.tabs.${tab}`)
    const link = tabs(page, say).getByRole('link', { name })
    await link.focus()
    await page.keyboard.press('Enter')
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(link).toBeFocused()
    await expect(
      page
        .getByRole('status')
        .filter({ hasText: say('repositoryTools.tabs.changed', { tab: name, name: 'cache/harbor' }) }),
    ).toHaveCount(1)
  }
})

test('a visitor who changes the tab far down reads on where the new one begins', async ({ page, say }) => {
  await page.goto(path, { waitUntil: 'networkidle' })
  await page.evaluate(() => window.scrollTo({ top: 900, behavior: 'instant' }))
  await tabs(page, say)
    .getByRole('link', { name: say('repositoryTools.tabs.usage') })
    .click()
  await expect(tabs(page, say).getByRole('link', { name: say('repositoryTools.tabs.usage') })).toBeFocused()
  // One look at both bounds: between two the texts may be changing places.
  const isAtTop = async () => {
    const top = (await page.locator('.markdown').boundingBox())?.y ?? -1
    return top > 0 && top < 300
  }
  await expect.poll(isAtTop).toBe(true)
})
