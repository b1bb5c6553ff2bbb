/** Guards that reading, searching and filtering need no script. */
import { expect, test } from '#testing/fixtures.ts'

test.use({ javaScriptEnabled: false })

test('search, filter and sort through plain forms', async ({ page, say }) => {
  await page.goto('/')
  const box = page.getByRole('main').getByRole('combobox', { name: say('searchBox.label') })
  await box.fill('build')
  await box.press('Enter')
  await expect(page).toHaveURL(/\/search\?searchTerm=build/)
  await page.getByRole('checkbox', { name: /^Windows/ }).check()
  await page.getByRole('combobox', { name: say('search.sortBy') }).selectOption('name')
  await page.getByRole('button', { name: say('search.filters.apply') }).click()
  await expect(page).toHaveURL(/operatingSystems=Windows/)
  await expect(page).toHaveURL(/sort=name/)
  await page.getByRole('link', { name: 'kestrel-build/windows/msi-pack' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('kestrel-build/windows/msi-pack')
})

test('a repository can be read, tab by tab, and its command taken', async ({ page, say }) => {
  await page.goto('/tidewater/postgres-tools')
  await expect(page.locator('[data-pull-command]')).toHaveText(
    'docker pull localhost:5251/tidewater/postgres-tools:17.5',
  )
  await page.getByRole('link', { name: say('repositoryTools.tabs.usage') }).click()
  await expect(page).toHaveURL('/tidewater/postgres-tools?tab=usage')
  await page.getByRole('link', { name: say('repositoryTools.tabs.tags') }).click()
  const table = page.getByRole('table')
  await expect(table.getByRole('link', { name: '17.5', exact: true })).toBeVisible()
})

test('nothing that needs a script is shown', async ({ page, say }) => {
  await page.goto('/tidewater/postgres-tools')
  await expect(page.getByRole('button', { name: say('pull.copyCommand') })).toBeHidden()
  await expect(page.getByRole('button', { name: say('site.theme.title') })).toBeHidden()
})
