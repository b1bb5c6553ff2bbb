/** Guards that a page which comes in pieces, as over a slow connection, moves nothing that a visitor already sees. */
import { expect, test } from '#testing/fixtures.ts'
import { servers } from '#testing/servers.ts'
import { type SlowGallery, startSlowGallery } from '#testing/start-slow-gallery.ts'
import { readLayoutShift, watchLayoutShift } from '#testing/watch-layout-shift.ts'

const unknown = '/tidewater/nope'
const repository = '/tidewater/postgres-tools'
const tags = '/tidewater/cache/harbor?tab=tags'
const image = '/tidewater/cache/harbor?tag=2.2.0'

const paths = [
  '/',
  '/search?searchTerm=postgres',
  '/publishers',
  '/status',
  '/docs',
  '/tidewater',
  repository,
  '/tidewater/postgres-tools?tab=usage',
  '/tidewater/time-series/collector',
  tags,
  '/tidewater/cache/harbor?tab=pulls',
  image,
  '/tidewater/cache/harbor?compare=2.1.0&with=2.2.0',
  unknown,
]
/** Which have something that a phone shows last. */
const withLast = [repository, tags, image]
/** The budget of a page. */
const mostShift = 0.01
/** Long enough for a picture of each piece. */
const pauseMs = 30

let slow: SlowGallery
test.beforeAll(async () => {
  slow = await startSlowGallery(servers.embedded.galleryUrl, { pauseMs, pieceLength: 2_000 })
})
test.afterAll(() => slow.stop())

for (const width of [360, 1440]) {
  for (const path of paths) {
    test(`${path} at ${width} px stays where it is while it comes`, async ({ page }) => {
      await page.setViewportSize({ width, height: 740 })
      await watchLayoutShift(page)
      const answer = await page.goto(`${slow.url}${path}`, { waitUntil: 'networkidle' })
      expect(answer?.status()).toBe(path === unknown ? 404 : 200)
      // On a busy machine some hundred pieces take longer than their pauses.
      await expect(page.locator('footer').last()).toBeVisible({ timeout: 20_000 })
      expect(await readLayoutShift(page)).toBeLessThan(mostShift)
      // What waits for the rest is there in the end.
      const waiting = await page
        .locator('.last-on-phone, main form')
        .evaluateAll((all) => all.map((one) => getComputedStyle(one).visibility))
      expect(waiting.filter((visibility) => visibility !== 'visible')).toEqual([])
      if (withLast.includes(path)) expect(await page.locator('.last-on-phone').count()).toBeGreaterThan(0)
    })
  }
}

test('the menu of a phone is as large before its summary is read as after', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto('/')
  const menu = page.locator('header details')
  const measure = () => menu.evaluate((one) => JSON.stringify(one.getBoundingClientRect()))
  const before = await measure()
  await menu.evaluate((one) => one.replaceChildren())
  expect(await measure()).toBe(before)
})
