/** Guards that everything on the way to a pull command works without a mouse. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

test('/ brings the search box, arrows choose a suggestion, Enter opens it', async ({ page, say }) => {
  await page.goto('/publishers')
  await focusSearch(page, say)
  const box = page.getByRole('combobox', { name: say('searchBox.label') })
  await page.keyboard.type('sqlite-rep')
  const option = page.getByRole('option', { name: /tidewater\/sqlite-replica/ })
  await expect(option).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(option).toHaveAttribute('aria-selected', 'true')
  await expect(box).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) ?? 'none')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/tidewater/sqlite-replica')
})

test('Escape closes the suggestions, and / stays a character inside a field', async ({ page, say }) => {
  await page.goto('/search')
  await focusSearch(page, say)
  const box = page.getByRole('combobox', { name: say('searchBox.label') })
  await page.keyboard.type('tide')
  await expect(page.getByRole('listbox', { name: say('searchBox.suggestions') })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox', { name: say('searchBox.suggestions') })).toBeHidden()
  await page.keyboard.type('/')
  await expect(box).toHaveValue('tide/')
})

test('the skip link is the first stop and leads to the content', async ({ page, say }) => {
  await page.goto('/search')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: say('site.skip') })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.locator('#content')).toBeFocused()
})

test('filter, open and copy with Tab, Space and Enter alone', async ({ page, context, say }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/search?searchTerm=msi-pack')
  const windows = page.getByRole('checkbox', { name: /^Windows/ })
  await tabTo(page, windows)
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/operatingSystems=Windows/)
  const result = page.getByRole('link', { name: 'kestrel-build/windows/msi-pack' })
  await tabTo(page, result)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/kestrel-build/windows/msi-pack')
  const copy = page.getByRole('button', { name: say('pull.copyCommand') })
  await tabTo(page, copy)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    'kestrel-build/windows/msi-pack',
  )
  await expect(page.getByRole('status').filter({ hasText: say('ui.copy.copied') })).toHaveCount(1)
})

type Theme = 'system' | 'light' | 'dark'

/** The key works once the page's script does, as for a visitor who presses it again. */
async function focusSearch(page: Page, say: Say): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: say('searchBox.label') })).toBeFocused({
      timeout: 200,
    })
  }).toPass()
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Eighty presses of Tab do not lead there.')
}

test('Enter searches from the large box of the first page as from the header', async ({ page, say }) => {
  await page.goto('/')
  await focusSearch(page, say)
  await page.keyboard.type('sqlite')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/search?searchTerm=sqlite')
  await expect(page.getByRole('link', { name: 'tidewater/sqlite-replica' })).toBeVisible()
})

test('where the clipboard is blocked, Escape closes the field for copying and returns to the button', async ({
  page,
  say,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('blocked')) },
    })
    document.execCommand = () => false
  })
  await page.goto('/tidewater/sqlite-replica')
  const copy = page.getByRole('button', { name: say('pull.copyCommand') })
  await tabTo(page, copy)
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: say('ui.copy.byHand') })
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await expect(copy).toBeFocused()
})

test('the theme switch says what it is, and returns to the system', async ({ page, say }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/publishers')
  const root = page.locator('html')
  const sayTheme = (now: Theme, next: Theme) =>
    say('site.theme.change', { now: say(`site.theme.${now}`), next: say(`site.theme.${next}`) })
  const system = page.getByRole('button', { name: sayTheme('system', 'light') })
  await tabTo(page, system)
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Enter')
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.reload()
  await expect(root).toHaveAttribute('data-theme', 'light')
  const light = page.getByRole('button', { name: sayTheme('light', 'dark') })
  await tabTo(page, light)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: sayTheme('dark', 'system') })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(system).toBeFocused()
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(root).toHaveAttribute('data-theme', 'light')
})
