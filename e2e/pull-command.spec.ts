/** The pull command: the client is remembered, and copying works where the browser refuses the clipboard. */
import { expect, test } from '#testing/fixtures.ts'

test('the choice of client is remembered on every page and after a reload', async ({ page, say }) => {
  await page.goto('/tidewater/postgres-tools')
  const command = page.locator('[data-pull-command]')
  await expect(command).toHaveText(/^docker pull/)
  await page.getByRole('combobox', { name: say('pull.client') }).selectOption('podman')
  await expect(command).toHaveText(
    'podman pull --tls-verify=false localhost:5251/tidewater/postgres-tools:17.5',
  )
  await page.reload()
  await expect(command).toHaveText(/^podman pull/)
  await page.goto('/northlight/fits-server')
  await expect(command).toHaveText(/^podman pull/)
  await expect(page.getByRole('combobox', { name: say('pull.client') })).toHaveValue('podman')
})

test('without a clipboard the command is shown selected, to be copied by hand', async ({ page, say }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
    document.execCommand = () => false
  })
  await page.goto('/tidewater/postgres-tools')
  await page.getByRole('button', { name: say('pull.copyCommand') }).click()
  const field = page.getByRole('textbox', { name: say('ui.copy.byHand') })
  await expect(field).toHaveValue('docker pull localhost:5251/tidewater/postgres-tools:17.5')
  await expect(field).toBeFocused()
  expect(await page.evaluate(() => document.getSelection()?.toString())).toContain('docker pull')
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
})

test('copying is announced to screen readers', async ({ page, context, say }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/tidewater/postgres-tools')
  await page.getByRole('button', { name: say('pull.copyUri') }).click()
  await expect(page.getByRole('status').filter({ hasText: say('ui.copy.copied') })).toHaveCount(1)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'localhost:5251/tidewater/postgres-tools',
  )
})

test('every code block of a text has a button that copies it', async ({ page, context, say }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/tidewater/postgres-tools?tab=usage')
  const block = page.getByRole('main').locator('pre').first()
  const text = (await block.textContent())?.trim()
  await page
    .getByRole('main')
    .getByRole('button', { name: say('markdown.copyCode') })
    .first()
    .click()
  await expect.poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(text)
})
