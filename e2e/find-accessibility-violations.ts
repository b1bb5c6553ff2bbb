/** What axe finds on a page as it is shown now, by WCAG 2.2 at level AA and its own best practices. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** @returns each rule that is broken, with the elements that break it as HTML */
export async function findAccessibilityViolations(page: Page): Promise<{ id: string; targets: string[] }[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => ({ id, targets: nodes.map(({ html }) => html) }))
}
