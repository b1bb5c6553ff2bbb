/** A repository's page leads to what has to do with it, and the address of a tag that is not there to the nearest ones. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'

const related = (page: Page) => page.getByRole('region', { name: 'Related' })

/** A list of the section, by the words above it. */
const list = (page: Page, title: string) =>
  related(page)
    .locator('div', { has: page.getByRole('heading', { name: title, exact: true }) })
    .last()

/** What others are built on is read in the background. */
async function openWhenRead(page: Page, path: string, title: string) {
  await expect(async () => {
    await page.goto(path)
    await expect(related(page)).toContainText(title, { timeout: 1_000 })
  }).toPass({ timeout: 25_000 })
}

test('an image names its base, what is built on the same, its charts, and more of its publisher', async ({
  page,
}) => {
  await openWhenRead(page, '/tidewater/cache/harbor', 'Charts that deploy it')
  await expect(list(page, 'Charts that deploy it').getByRole('link')).toHaveText(['charts/cache-harbor'])
  await expect(list(page, 'Built on').getByRole('link')).toHaveText(['base'])
  await expect(list(page, 'Built on the same').getByRole('link')).toHaveCount(5)
  await expect(list(page, 'Built on the same')).toContainText(/and \d+ others?/)
  await expect(list(page, 'More by Tidewater Data').getByRole('link').last()).toHaveAttribute(
    'href',
    '/tidewater',
  )
  const { violations } = await new AxeBuilder({ page }).include('[aria-labelledby=related]').analyze()
  expect(violations).toEqual([])
  await list(page, 'Charts that deploy it').getByRole('link').click()
  await expect(page).toHaveURL('/tidewater/charts/cache-harbor')
  await expect(list(page, 'What it deploys').getByRole('link')).toHaveText(['cache/harbor'])
})

test('a base lists what is built on it, whether that says so or its layers do', async ({ browser, page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await openWhenRead(page, '/tidewater/base', 'Built on it')
  await expect(list(page, 'Built on it').getByRole('link').first()).toHaveText('postgres-tools')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await openWhenRead(page, '/fennel-rook/static', 'Built on')
  await expect(list(page, 'Built on').getByRole('link')).toHaveText(['tidewater/base'])
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(new URL('/fennel-rook/static', page.url()).href)
  await expect(list(plain, 'Built on').getByRole('link')).toHaveText(['tidewater/base'])
  await context.close()
})

test('what is used with it says how that is known, in both directions and both languages', async ({
  page,
}) => {
  await openWhenRead(page, '/tidewater/time-series/collector', 'Used with')
  await expect(list(page, 'Used with').getByRole('link')).toHaveText(['time-series/ingest'])
  await expect(list(page, 'Used with')).toContainText('Named in the Usage text of this one')
  await openWhenRead(page, '/tidewater/time-series/ingest', 'Used with')
  await expect(list(page, 'Used with').getByRole('link')).toHaveText(['time-series/collector'])
  await expect(list(page, 'Used with')).toContainText('Its Usage text names this one')
  await page.goto('/tidewater/time-series/ingest?language=ja')
  await expect(page.getByRole('region', { name: '関連するリポジトリ' })).toContainText('一緒に使われるもの')
})

test('the page of a chart says which images its values name', async ({ page }) => {
  await expect(async () => {
    await page.goto('/tidewater/charts/cache-harbor?tag=0.4.0')
    await expect(page.getByText('Deploys, by its values')).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await page.getByRole('region', { name: 'Chart' }).getByRole('link').click()
  await expect(page).toHaveURL('/tidewater/cache/harbor')
})

test('a tag that is not there leads to the nearest ones', async ({ page }) => {
  const response = await page.goto('/tidewater/cache/harbor?tag=2.1.5')
  expect(response?.status()).toBe(404)
  await expect(page).toHaveTitle(/^Tag not found: 2\.1\.5 in tidewater\/cache\/harbor/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Tag not found: 2.1.5 in tidewater/cache/harbor',
  )
  const nearest = page.getByRole('list', { name: 'Nearest tags' })
  await expect(nearest.getByRole('link', { name: '2.1.1', exact: true })).toBeVisible()
  await expect(nearest.getByRole('link', { name: '2.2.1', exact: true })).toBeVisible()
  await nearest.getByRole('link', { name: '2.1.1', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2.1.1')
})
