/**
 * What every page must hold to: its status, no console error or CSP violation (the `problems` fixture), no axe
 * violation in either theme, no layout shift, even where fonts are late, no horizontal scrolling from 320 px up, no text on
 * another, and on a phone nothing to press that is smaller than 24 px.
 */
import type { Page } from '@playwright/test'
import { expect, test } from '#testing/fixtures.ts'
import { pages } from '#testing/pages.ts'
import { readOverflow } from '#testing/read-overflow.ts'
import { readLayoutShift, watchLayoutShift } from '#testing/watch-layout-shift.ts'
import { findAccessibilityViolations } from './find-accessibility-violations.ts'
import { findOverlaps } from './find-overlaps.ts'

/** So late do fonts come that a page has been shown without them. */
const lateMs = 600

for (const { name, path, status } of pages) {
  test.describe(name, () => {
    test(`answers ${status} under a strict policy, and nothing shifts, overlaps or leaves a wide screen`, async ({
      page,
    }) => {
      await page.setViewportSize({ width: 1280, height: 780 })
      await delayFonts(page)
      await watchLayoutShift(page)
      const response = await page.goto(path, { waitUntil: 'networkidle' })
      expect(response?.status()).toBe(status)
      const headers = response?.headers() ?? {}
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("script-src-attr 'none'")
      expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*https?:/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-powered-by']).toBeUndefined()
      await expectNoShift(page)
      for (const width of [320, 360, 480, 640, 768, 1024, 1440, 1920]) {
        await page.setViewportSize({ width, height: 800 })
        expect.soft(await findOverlaps(page), `texts on one another at ${width} px`).toEqual([])
        expect.soft(await readOverflow(page), `scrolls to the side at ${width} px`).toBeLessThanOrEqual(0)
      }
    })

    test('has no accessibility violation in either theme', async ({ page }) => {
      // A list of fifty rows takes a busy machine half a minute.
      test.slow()
      await page.goto(path, { waitUntil: 'networkidle' })
      expect(await findAccessibilityViolations(page)).toEqual([])
    })

    test('does not shift on a phone, and has nothing to press that is smaller than 24 px', async ({
      page,
    }) => {
      await page.setViewportSize({ width: 360, height: 780 })
      await delayFonts(page)
      await watchLayoutShift(page)
      await page.goto(path, { waitUntil: 'networkidle' })
      await expectNoShift(page)
      expect(await readOverflow(page)).toBeLessThanOrEqual(0)
      expect(await findSmallTargets(page)).toEqual([])
    })
  })
}

async function delayFonts(page: Page): Promise<void> {
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, lateMs))
    await route.continue()
  })
}

async function expectNoShift(page: Page): Promise<void> {
  await page.waitForTimeout(300)
  // Zero as everyone reports it, to three places: the rest is rounding of subpixels.
  expect(await readLayoutShift(page)).toBeLessThan(0.0005)
}

function findSmallTargets(page: Page): Promise<string[]> {
  return page
    .locator('a:visible, button:visible, summary:visible, select:visible, input:visible')
    .evaluateAll((targets) =>
      targets
        // What stands in running text is as high as its line; a switch in a label is as large as that.
        .filter((target) => !target.matches('.sr-only, h1 a, h2 a, p a, .markdown a, label input'))
        .filter((target) => !(target.closest('dd, li') && getComputedStyle(target).display === 'inline'))
        .map((target) => ({ text: target.textContent, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.height > 1 && (box.height < 23.5 || box.width < 23.5))
        .map(({ text, box }) => `${text}: ${box.width} × ${box.height}`),
    )
}
