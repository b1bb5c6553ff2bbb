/**
 * What every page must hold to: its status, no console error or CSP violation (the `problems` fixture), no axe
 * violation in either theme, no layout shift, even where fonts are late, no horizontal scrolling from 320 px up, no text on
 * another, and on a phone nothing to press that is smaller than 24 px.
 */
import { expect, test } from '#testing/fixtures.ts'
import { pages } from '#testing/pages.ts'
import { readLayoutShift, watchLayoutShift } from '#testing/watch-layout-shift.ts'
import { findAccessibilityViolations } from './find-accessibility-violations.ts'
import { findOverlaps } from './find-overlaps.ts'

/** So late do fonts come that a page has been shown without them. */
const lateMs = 600

for (const { name, path, status } of pages) {
  test.describe(name, () => {
    test(`answers ${status} under a strict policy`, async ({ page }) => {
      const response = await page.goto(path)
      expect(response?.status()).toBe(status)
      const headers = response?.headers() ?? {}
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("script-src-attr 'none'")
      expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*https?:/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-powered-by']).toBeUndefined()
      await page.waitForLoadState('networkidle')
    })

    for (const theme of ['light', 'dark'] as const) {
      test(`has no accessibility violation in the ${theme} theme`, async ({ page }) => {
        await page.emulateMedia({ colorScheme: theme })
        await page.goto(path, { waitUntil: 'networkidle' })
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        expect(await findAccessibilityViolations(page)).toEqual([])
      })
    }

    for (const [device, width] of [
      ['a wide screen', 1280],
      ['a phone', 360],
    ] as const) {
      test(`does not shift while it loads on ${device}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 780 })
        await page.route('**/*.woff2', async (route) => {
          await new Promise((resolve) => setTimeout(resolve, lateMs))
          await route.continue()
        })
        await watchLayoutShift(page)
        await page.goto(path, { waitUntil: 'networkidle' })
        await page.waitForTimeout(300)
        // Zero as everyone reports it, to three places: the rest is rounding of subpixels.
        expect(await readLayoutShift(page)).toBeLessThan(0.0005)
      })
    }

    test('has nothing to press on a phone that is smaller than 24 px', async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 780 })
      await page.goto(path, { waitUntil: 'networkidle' })
      const small = await page
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
      expect(small).toEqual([])
    })

    test('has no texts that stand on one another, however wide it is', async ({ page }) => {
      await page.goto(path, { waitUntil: 'networkidle' })
      for (const width of [320, 480, 640, 768, 1024, 1440]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await findOverlaps(page), `${width} px`).toEqual([])
      }
    })

    for (const width of [320, 360, 768, 1920]) {
      test(`needs no horizontal scrolling at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(path)
        const overflow = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement
          return scrollWidth - clientWidth
        })
        expect(overflow).toBeLessThanOrEqual(0)
      })
    }
  })
}
