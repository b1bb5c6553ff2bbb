/** Lines that have little room: nothing in them is cut or crammed, whatever the language. */
import { expect, test } from '#testing/fixtures.ts'

const linePx = 24

test('the header of an image has the whole width of a phone for the names', async ({ page, say }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/kestrel-build/windows/msi-pack?tag=latest')
  const header = page.getByRole('main').locator('header')
  const names = await header.locator('p').first().boundingBox()
  expect(names?.height).toBeLessThanOrEqual(2 * linePx)
  const buttons = await header.getByRole('link', { name: say('image.allTags'), exact: true }).boundingBox()
  const title = await header.getByRole('heading', { level: 1 }).boundingBox()
  expect(buttons?.y).toBeGreaterThan(title?.y ?? Number.NaN)
})

test('a deprecated repository has its command on the first screen of a phone', async ({ page, say }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/tidewater/time-series/collector', { waitUntil: 'networkidle' })
  await expect(page.getByRole('button', { name: say('pull.copyCommand') })).toBeInViewport({ ratio: 1 })
  const warning = page.getByText(/Warning: 299/)
  await expect(warning).toBeHidden()
  await page.getByText(say('repository.lifecycle.warnsTitle')).click()
  await expect(warning).toBeVisible()
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.reload()
  await expect(warning).toBeVisible()
})

test('the publisher and the mark share a line of a phone', async ({ page, say }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await page.goto('/tidewater/cache/harbor')
  const header = page.getByRole('main').locator('header')
  const mark = header.getByText(say('ui.verifiedShort'), { exact: true })
  const publisher = header.getByRole('link', { name: 'Tidewater Data' })
  const [left, right] = [await publisher.boundingBox(), await mark.boundingBox()]
  expect(Math.abs((left?.y ?? Number.NaN) - (right?.y ?? Number.NaN))).toBeLessThan(linePx / 2)
})

test('the facts of a repository are not cut on a tablet', async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 900 })
  await page.goto('/tidewater/cache/harbor', { waitUntil: 'networkidle' })
  const cut = await page
    .locator('[data-facts] :is(dt, dd)')
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
    )
  expect(cut).toEqual([])
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('the line of facts is not cut, although its date is longer', async ({ page }) => {
    await page.goto('/tidewater/cache/harbor')
    const lines = page.locator('[data-facts] summary span span.block')
    await expect(lines).toHaveCount(2)
    for (const line of await lines.all()) {
      expect(await line.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0)
    }
  })
})
