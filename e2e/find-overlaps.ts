/** Finds texts that stand on one another, which no width may do to a page: whatever is too long wraps, is cut, or leaves. */
import type { Page } from '@playwright/test'

/** Of what can be seen of the page's main part, each pair of texts of which one covers a part of the other. */
export function findOverlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Lines end within their letters' height, so that tight lines of one text are not meant. */
    const inset = 2
    const hidden = '.sr-only, script, style, noscript, option, template'

    const clip = (line: DOMRect, element: Element) => {
      let { left, right, top, bottom } = line
      for (let around: Element | null = element; around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around)
        if (overflowX === 'visible' && overflowY === 'visible') continue
        const box = around.getBoundingClientRect()
        left = Math.max(left, box.left)
        right = Math.min(right, box.right)
        top = Math.max(top, box.top)
        bottom = Math.min(bottom, box.bottom)
      }
      return { left, right, top: top + inset, bottom: bottom - inset }
    }
    const main = document.querySelector('main') ?? document.body
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    const lines: { node: Node; left: number; right: number; top: number; bottom: number }[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement
      if (element === null || node.textContent?.trim() === '' || element.closest(hidden)) continue
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const line of range.getClientRects()) {
        const seen = clip(line, element)
        if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1) lines.push({ node, ...seen })
      }
    }
    lines.sort((a, b) => a.top - b.top)
    const found = new Set<string>()
    for (const [position, one] of lines.entries()) {
      for (const other of lines.slice(position + 1)) {
        if (other.top >= one.bottom) break
        const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
        const height = Math.min(one.bottom, other.bottom) - other.top
        if (one.node === other.node || width <= 1 || height <= 3) continue
        found.add(`“${one.node.textContent?.slice(0, 40)}” and “${other.node.textContent?.slice(0, 40)}”`)
      }
    }
    return [...found]
  })
}
