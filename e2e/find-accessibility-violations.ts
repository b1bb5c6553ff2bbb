/** What axe finds on a page as it is shown now, by WCAG 2.2 at level AA and its own best practices. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '#testing/fixtures.ts'

/** A rule that is broken, with the elements that break it as HTML. */
interface Violation {
  theme: string
  id: string
  targets: string[]
}

/** What a theme can break: colours, and the name of the switch, which says the theme. All else is the same document. */
const themeRules = ['color-contrast', 'link-in-text-block', 'button-name']

/**
 * Looks at the page in both themes, one after the other; it must have been opened in the light one.
 * @returns empty when there is none
 */
export async function findAccessibilityViolations(page: Page): Promise<Violation[]> {
  const root = page.locator('html')
  // Colours on their way from one theme to the other are none of either.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expect(root).toHaveAttribute('data-theme', 'light')
  const light = await run(page, (axe) =>
    axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']),
  )
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(root).toHaveAttribute('data-theme', 'dark')
  const dark = await run(page, (axe) => axe.withRules(themeRules))
  return [
    ...light.map((violation) => ({ theme: 'light', ...violation })),
    ...dark.map((violation) => ({ theme: 'dark', ...violation })),
  ]
}

async function run(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<Omit<Violation, 'theme'>[]> {
  // Without frames the results of frames need no page of their own to be put together in, which takes twice as long.
  expect(page.frames()).toHaveLength(1)
  const { violations } = await choose(new AxeBuilder({ page }).setLegacyMode(true)).analyze()
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html }) => html) }))
}
