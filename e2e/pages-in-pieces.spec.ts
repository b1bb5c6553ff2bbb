/** Guards that a page which comes in pieces, as over a slow connection, moves nothing that a visitor already sees. */
import { expect, test } from '#testing/fixtures.ts'
import { servers } from '#testing/servers.ts'
import { type SlowGallery, startSlowGallery } from '#testing/start-slow-gallery.ts'
import { readLayoutShift, watchLayoutShift } from '#testing/watch-layout-shift.ts'

const paths = [
  '/',
  '/search?searchTerm=postgres',
  '/publishers',
  '/status',
  '/docs',
  '/tidewater',
  '/tidewater/postgres-tools',
  '/tidewater/postgres-tools?tab=usage',
  '/tidewater/cache/harbor?tab=tags',
  '/tidewater/cache/harbor?tab=pulls',
  '/tidewater/cache/harbor?tag=2.2.0',
  '/tidewater/cache/harbor?compare=2.1.0&with=2.2.0',
  '/tidewater/nope',
]
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
      await page.goto(`${slow.url}${path}`, { waitUntil: 'networkidle' })
      await expect(page.locator('footer').last()).toBeVisible()
      expect(await readLayoutShift(page)).toBeLessThan(mostShift)
      // What waits for the rest is there in the end.
      for (const last of await page.locator('.last-on-phone').all())
        expect(await last.evaluate((element) => getComputedStyle(element).visibility)).toBe('visible')
    })
  }
}
