/** GitHub's alerts: a quote whose first line is `[!NOTE]`, `[!TIP]` and so on becomes a box with that title. */
import type { Element, Root } from 'hast'
import { isElement, listElements } from './list-elements.ts'

const titles: Record<string, string> = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Warning',
  CAUTION: 'Caution',
}

/** Changes the tree in place. */
export function markAlerts(tree: Root): void {
  for (const element of listElements(tree)) {
    if (element.tagName === 'blockquote') markAlert(element)
  }
}

function markAlert(quote: Element): void {
  const first = quote.children.find(isElement)
  const opening = first?.children[0]
  if (first?.tagName !== 'p' || opening?.type !== 'text') return
  const found = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/.exec(opening.value)
  const kind = found?.[1] ?? ''
  const title = titles[kind]
  if (found === null || title === undefined) return
  opening.value = opening.value.slice(found[0].length)
  const isOnlyTitle = opening.value === '' && first.children.length === 1
  quote.tagName = 'div'
  quote.properties = { className: ['alert', `alert-${kind.toLowerCase()}`] }
  quote.children = [
    {
      type: 'element',
      tagName: 'p',
      properties: { className: ['alert-title'] },
      children: [{ type: 'text', value: title }],
    },
    ...quote.children.filter((child) => !(isOnlyTitle && child === first)),
  ]
}
