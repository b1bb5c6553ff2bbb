/** The pull panel for real images: files of several lines, one platform, charts; keyboard and layout as for commands. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public'
import type { Page } from '@playwright/test'
import { expect, test, toUniqueName } from '#testing/fixtures.ts'
import { writeIndexLayout } from '#testing/oci-layout.ts'
import { pushChart, pushIndex } from '#testing/push-image.ts'
import { readOverflow } from '#testing/read-overflow.ts'
import type { Say } from '#testing/say.ts'
import { readLayoutShift, watchLayoutShift } from '#testing/watch-layout-shift.ts'

test.describe('lines of a file', () => {
  test('stand line by line, are copied as they stand, and are remembered', async ({ page, context, say }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto('/tidewater/postgres-tools')
    const command = page.locator('[data-pull-command]')
    await page.getByRole('combobox', { name: say('pull.client') }).selectOption({ label: 'Compose' })
    await page.getByRole('button', { name: say('pull.copyLines') }).click()
    const lines = 'services:\n  postgres-tools:\n    image: localhost:5251/tidewater/postgres-tools:17.5'
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines)
    expect(await command.textContent()).toBe(lines)
    await page.reload()
    await expect(page.getByRole('combobox', { name: say('pull.client') })).toHaveValue('compose')
    expect(await command.textContent()).toBe(lines)
  })

  test('keep their line breaks when they are copied by hand', async ({ page, say }) => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.execCommand = () => false
    })
    await page.goto('/tidewater/postgres-tools')
    await page.getByRole('combobox', { name: say('pull.client') }).selectOption('kubernetes')
    await page.getByRole('button', { name: say('pull.copyLines') }).click()
    const field = page.getByRole('textbox', { name: say('ui.copy.byHand') })
    await expect(field).toHaveValue(/^apiVersion: v1\nkind: Pod\n/)
    await expect(field).toBeFocused()
  })

  for (const client of ['compose', 'kubernetes', 'github-actions']) {
    test(`have their room before the script is there: ${client}`, async ({ page, say }) => {
      await page.setViewportSize({ width: 390, height: 844 })
      await watchLayoutShift(page)
      await page.addInitScript((name) => {
        localStorage.setItem('pull-client', name)
      }, client)
      await page.goto('/tidewater/postgres-tools', { waitUntil: 'networkidle' })
      await page.waitForTimeout(300)
      expect(await readLayoutShift(page)).toBeLessThan(0.0005)
      await openChoices({ page, say })
      await expect(page.getByRole('combobox', { name: say('pull.client') })).toHaveValue(client)
    })
  }

  test('do not scroll sideways on a narrow screen', async ({ page, say }) => {
    await page.setViewportSize({ width: 320, height: 800 })
    await page.goto('/tidewater/postgres-tools')
    await openChoices({ page, say })
    for (const client of ['regctl', 'compose', 'kubernetes', 'github-actions']) {
      await page.getByRole('combobox', { name: say('pull.client') }).selectOption(client)
      const overflow = await readOverflow(page)
      expect(overflow, client).toBeLessThanOrEqual(0)
    }
  })

  test('can be chosen with the keyboard alone', async ({ page, say }) => {
    await page.goto('/tidewater/postgres-tools')
    const client = page.getByRole('combobox', { name: say('pull.client') })
    await client.focus()
    await page.keyboard.type('Dockerfile')
    await expect(client).toHaveValue('dockerfile')
    await expect(page.locator('[data-pull-command]')).toHaveText(
      'FROM localhost:5251/tidewater/postgres-tools:17.5',
    )
    const copy = page.getByRole('button', { name: say('pull.copyLines') })
    // Tag, platform and form can be chosen in between.
    for (let presses = 0; presses < 4; presses++) {
      await page.keyboard.press('Tab')
      if (await copy.evaluate((button) => button === document.activeElement)) break
    }
    await expect(copy).toBeFocused()
  })
})

test('an image can be named by its digest, and a chart in it is for Helm', async ({
  page,
  admin,
  server,
  say,
}) => {
  const repositoryName = toUniqueName('pulled')
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  const uri = repository?.repositoryUri ?? ''
  const { authorizationData } = await admin.send(new GetAuthorizationTokenCommand({}))
  const target = {
    url: `${server.registryUrl}/v2/${uri.split('/').slice(1).join('/')}`,
    authorization: `Basic ${authorizationData?.authorizationToken}`,
  }
  const folder = mkdtempSync(join(tmpdir(), 'pulled-'))
  try {
    const layout = writeIndexLayout(folder, '1.0', repositoryName)
    await pushIndex(target, folder, layout, '1.0')
    const path = `/${uri.split('/').slice(1).join('/')}`
    const command = page.locator('[data-pull-command]')
    await expect(async () => {
      await page.goto(path)
      await expect(command).toHaveText(`docker pull ${uri}:1.0`, { timeout: 1_000 })
    }).toPass()
    await page
      .getByRole('combobox', { name: say('pull.by') })
      .selectOption({ label: say('pull.forms.digest') })
    await expect(command).toHaveText(`docker pull ${uri}@${layout.digest}`)
    await page
      .getByRole('combobox', { name: say('pull.by') })
      .selectOption({ label: say('pull.forms.tag-and-digest') })
    await expect(command).toHaveText(`docker pull ${uri}:1.0@${layout.digest}`)

    await pushChart(target, '2.0.0_build.1', Buffer.from('chart'))
    await expect(async () => {
      await page.goto(path)
      await page
        .getByRole('combobox', { name: say('pull.tag') })
        .selectOption('2.0.0_build.1', { timeout: 1_000 })
    }).toPass()
    await expect(command).toHaveText(`helm pull --plain-http oci://${uri} --version 2.0.0+build.1`)
    await expect(page.getByRole('combobox', { name: say('pull.client') }).getByRole('option')).toHaveText([
      'helm',
      'oras',
      'regctl',
      'skopeo',
    ])
    await page.getByRole('combobox', { name: say('pull.tag') }).selectOption('1.0')
    await expect(command).toHaveText(/^docker pull/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** On a phone the choices are folded. */
async function openChoices({ page, say }: { page: Page; say: Say }): Promise<void> {
  await page
    .getByRole('region', { name: say('pull.title') })
    .getByText(say('pull.change'), { exact: true })
    .click()
}
