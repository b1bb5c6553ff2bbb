/** How far a page goes beyond its window to the side, in px; 0 or less is as it should be. */
import type { Page } from '@playwright/test'

/** As the page is shown now. */
export function readOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}
