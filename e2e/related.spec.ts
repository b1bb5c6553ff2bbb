/** A repository's page leads to what has to do with it, and the address of a tag that is not there to the nearest ones. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'
import type { Say } from '#testing/say.ts'

const related = (page: Page, say: Say) => page.getByRole('region', { name: say('repository.related.title') })

type Kind = 'images' | 'charts' | 'base' | 'built-on-it' | 'same-base' | 'used-with' | 'more'

interface Visit {
  page: Page
  say: Say
}

function toTitle(say: Say, kind: Kind): string {
  if (kind === 'more') return say('repository.related.morePublished', { publisher: 'Tidewater Data' })
  return say(`repository.related.kinds.${kind}`)
}

/** A list of the section, by the words above it. */
const list = ({ page, say }: Visit, kind: Kind) =>
  related(page, say)
    .locator('div', { has: page.getByRole('heading', { name: toTitle(say, kind), exact: true }) })
    .last()

/** What others are built on is read in the background. */
async function openWhenRead({ page, say }: Visit, path: string, kind: Kind, name = '') {
  await expect(async () => {
    await page.goto(path)
    await expect(related(page, say)).toContainText(toTitle(say, kind), { timeout: 1_000 })
    await expect(list({ page, say }, kind)).toContainText(name, { timeout: 1_000 })
  }).toPass({ timeout: 25_000 })
}

test('an image names its base, what is built on the same, its charts, and more of its publisher', async ({
  page,
  say,
  language,
}) => {
  await openWhenRead({ page, say }, '/tidewater/cache/harbor', 'charts')
  await expect(list({ page, say }, 'charts').getByRole('link')).toHaveText(['charts/cache-harbor'])
  await expect(list({ page, say }, 'base').getByRole('link')).toHaveText(['base'])
  await expect(list({ page, say }, 'same-base').getByRole('link')).toHaveCount(5)
  await expect(list({ page, say }, 'same-base')).toContainText(
    language === 'ja' ? /他\s\d+\s件/ : /and \d+ others?/,
  )
  await expect(list({ page, say }, 'more').getByRole('link').last()).toHaveAttribute('href', '/tidewater')
  const { violations } = await new AxeBuilder({ page }).include('[aria-labelledby=related]').analyze()
  expect(violations).toEqual([])
  await list({ page, say }, 'charts').getByRole('link').click()
  await expect(page).toHaveURL('/tidewater/charts/cache-harbor')
  await expect(list({ page, say }, 'images').getByRole('link')).toHaveText(['cache/harbor'])
})

test('a base lists what is built on it, whether that says so or its layers do', async ({
  browser,
  locale,
  page,
  say,
}) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await openWhenRead({ page, say }, '/tidewater/base', 'built-on-it', 'postgres-tools')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await openWhenRead({ page, say }, '/fennel-rook/static', 'base')
  await expect(list({ page, say }, 'base').getByRole('link')).toHaveText(['tidewater/base'])
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(locale === undefined ? {} : { locale }),
  })
  const plain = await context.newPage()
  await plain.goto(new URL('/fennel-rook/static', page.url()).href)
  await expect(list({ page: plain, say }, 'base').getByRole('link')).toHaveText(['tidewater/base'])
  await context.close()
})

test('what is used with it says how that is known, in both directions', async ({ page, say }) => {
  await openWhenRead({ page, say }, '/tidewater/time-series/collector', 'used-with')
  await expect(list({ page, say }, 'used-with').getByRole('link')).toHaveText(['time-series/ingest'])
  await expect(list({ page, say }, 'used-with')).toContainText(say('repository.related.reasons.names'))
  await openWhenRead({ page, say }, '/tidewater/time-series/ingest', 'used-with')
  await expect(list({ page, say }, 'used-with').getByRole('link')).toHaveText(['time-series/collector'])
  await expect(list({ page, say }, 'used-with')).toContainText(say('repository.related.reasons.named'))
})

test('the page of a chart says which images its values name', async ({ page, say }) => {
  await expect(async () => {
    await page.goto('/tidewater/charts/cache-harbor?tag=0.4.0')
    await expect(page.getByText(say('contents.chart.deploys'))).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await page
    .getByRole('region', { name: say('contents.chart.title') })
    .getByRole('link')
    .click()
  await expect(page).toHaveURL('/tidewater/cache/harbor')
})

test('a tag that is not there leads to the nearest ones', async ({ page, say }) => {
  const response = await page.goto('/tidewater/cache/harbor?tag=2.1.5')
  expect(response?.status()).toBe(404)
  const words = { wanted: () => '2.1.5', place: () => 'tidewater/cache/harbor' }
  const title = say('image.missing.tag', words)
  expect((await page.title()).startsWith(title)).toBe(true)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  const nearest = page.getByRole('list', { name: say('image.missing.nearest') })
  await expect(nearest.getByRole('link', { name: '2.1.1', exact: true })).toBeVisible()
  await expect(nearest.getByRole('link', { name: '2.2.1', exact: true })).toBeVisible()
  await nearest.getByRole('link', { name: '2.1.1', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2.1.1')
})
