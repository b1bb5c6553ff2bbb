/** A visitor's journeys: from a question to a command that can be pasted. */
import { expect, test } from '#testing/fixtures.ts'

test('search, filter, open, copy', async ({ page, context, say }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/')
  const box = page.getByRole('main').getByRole('combobox', { name: say('searchBox.label') })
  await box.fill('postgres')
  await box.press('Enter')
  await expect(page).toHaveURL(/\/search\?searchTerm=postgres$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/[“「]postgres[”」]/)

  await page.getByRole('checkbox', { name: say('search.filters.verifiedOnly') }).check()
  await expect(page).toHaveURL(/verified=verified/)
  await page.getByRole('checkbox', { name: /^ARM 64/ }).check()
  await expect(page).toHaveURL(/architectures=ARM(\+|%20)64/)
  await expect(
    page.getByRole('link', { name: say('search.filters.remove', { filter: 'ARM 64' }) }),
  ).toBeVisible()

  await page.getByRole('link', { name: 'tidewater/postgres-tools' }).click()
  await expect(page).toHaveURL('/tidewater/postgres-tools')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tidewater/postgres-tools')
  await page.getByRole('button', { name: say('pull.copyCommand') }).click()
  const copiedWord = page.getByText(say('ui.copy.copied'), { exact: true })
  await expect(copiedWord.filter({ visible: true }).first()).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe('docker pull localhost:5251/tidewater/postgres-tools:17.5')
})

test('a filter names its count, and dropping one widens the search', async ({ page, say }) => {
  await page.goto('/search')
  const windows = page.getByRole('checkbox', { name: /^Windows/ })
  const label = page.locator('label', { has: windows })
  const count = Number((await label.textContent())?.match(/\d+/)?.[0])
  await windows.check()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('search.found', { count }))
  await page.getByRole('link', { name: say('search.filters.remove', { filter: 'Windows' }) }).click()
  await expect(windows).not.toBeChecked()
  await expect(page).toHaveURL('/search')
})

test('values of one filter are alternatives, filters narrow each other', async ({ page }) => {
  const readTotal = async (query: string) => {
    await page.goto(`/search?${query}`)
    return Number((await page.getByRole('heading', { level: 1 }).textContent())?.match(/[\d,]+/)?.[0])
  }
  const windows = await readTotal('operatingSystems=Windows')
  const either = await readTotal('operatingSystems=Windows&operatingSystems=Linux')
  expect(await readTotal('operatingSystems=Windows,Linux')).toBe(either)
  expect(either).toBeGreaterThan(windows)
  expect(await readTotal('operatingSystems=Windows&architectures=x86')).toBeLessThan(windows)
})

test('an empty result says which filter to drop', async ({ page, say }) => {
  await page.goto('/search?searchTerm=msi&operatingSystems=Linux&architectures=x86-64')
  await expect(page.getByText(say('search.none.textAndFilters', { text: 'msi' }))).toBeVisible()
  const dropped = say('search.none.filter', { filter: 'Linux' })
  await page.getByRole('link', { name: say('search.none.ifDropped', { dropped, count: 1 }) }).click()
  await expect(page.getByRole('link', { name: 'kestrel-build/windows/msi-pack' })).toBeVisible()
})

test('browse by publisher', async ({ page, say }) => {
  await page.goto('/')
  await page
    .getByRole('link', { name: say('site.publishers') })
    .first()
    .click()
  await page.getByRole('main').getByRole('link', { name: 'Northlight Observatory' }).click()
  await expect(page).toHaveURL('/northlight')
  await expect(page.getByRole('main').locator('header').getByText(say('ui.verified'))).toBeVisible()
  await page
    .getByRole('searchbox', {
      name: say('search.ofPublisher.filterNamed', { publisher: 'Northlight Observatory' }),
    })
    .fill('spectro')
  await expect(page.getByRole('main').getByRole('heading', { level: 3 })).toHaveCount(1)
  await page.getByRole('link', { name: 'northlight/spectrograph/readout' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('northlight/spectrograph/readout')
})

test('back and forward walk through searches and tabs', async ({ page, say }) => {
  await page.goto('/search?searchTerm=sqlite')
  await page.getByRole('checkbox', { name: /^Linux/ }).check()
  await expect(page).toHaveURL(/operatingSystems=Linux/)
  await page.getByRole('link', { name: 'tidewater/sqlite-replica' }).click()
  await page
    .getByRole('navigation', { name: say('repositoryTools.tabs.title') })
    .getByRole('link', { name: say('repositoryTools.tabs.usage') })
    .click()
  await expect(page).toHaveURL('/tidewater/sqlite-replica?tab=usage')

  await page.goBack()
  await expect(page).toHaveURL('/tidewater/sqlite-replica')
  await expect(
    page.getByRole('link', { name: say('repositoryTools.tabs.about'), exact: true }),
  ).toHaveAttribute('aria-current', 'page')
  await page.goBack()
  await expect(page.getByRole('checkbox', { name: /^Linux/ })).toBeChecked()
  await page.goBack()
  await expect(page.getByRole('checkbox', { name: /^Linux/ })).not.toBeChecked()
  await page.goForward()
  await expect(page.getByRole('checkbox', { name: /^Linux/ })).toBeChecked()
})

test("the original gallery's addresses lead to the same things", async ({ page }) => {
  await page.goto('/?searchTerm=sqlite&architectures=ARM')
  await expect(page).toHaveURL(/\/search\?searchTerm=sqlite&architectures=ARM/)
  await expect(page.getByRole('link', { name: 'tidewater/sqlite-replica' })).toBeVisible()
})

test('from the tags to an image, and to what changed since the one before', async ({ page, say }) => {
  await page.goto('/tidewater/cache/harbor')
  const tabs = page.getByRole('navigation', { name: say('repositoryTools.tabs.title') })
  await tabs.getByRole('link', { name: say('repositoryTools.tabs.tags') }).click()
  await expect(page).toHaveURL('/tidewater/cache/harbor?tab=tags')
  await page.getByRole('searchbox', { name: say('tags.tools.filter') }).fill('2.2.1')
  await expect(page).toHaveURL(/filter=2\.2\.1/)
  await page.getByRole('rowheader').getByRole('link', { name: '2.2.1', exact: true }).click()
  await expect(page).toHaveURL('/tidewater/cache/harbor?tag=2.2.1')
  await page.getByRole('link', { name: say('image.compare'), exact: true }).click()
  await expect(page).toHaveURL(/compare=2\.\d+\.\d+&with=2\.2\.1/)
  await expect(page.getByText(say('compare.figures.download'), { exact: true }).first()).toBeVisible()
})

test('what is not there is said by name, and leads to what is', async ({ page, say }) => {
  await page.goto('/tidewater/postgres-tool')
  const name = 'tidewater/postgres-tool'
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    say('site.missing.repository', { name: () => name }),
  )
  await page.getByRole('link', { name: say('site.missing.search', { text: 'postgres-tool' }) }).click()
  await page.getByRole('link', { name: 'tidewater/postgres-tools', exact: true }).click()
  await expect(page).toHaveURL('/tidewater/postgres-tools')

  await page.goto('/tidewater/postgres-tools?tag=17.6')
  await expect(page.getByText(say('image.missing.nearest'))).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: '17.5', exact: true }).click()
  await expect(page).toHaveURL('/tidewater/postgres-tools?tag=17.5')
})
