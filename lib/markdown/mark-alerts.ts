/**
 * GitHub's alerts: a quote whose first line is `[!NOTE]`, `[!tip]` and so on becomes a box
 * with that title.
 */
import type { Element, Root } from 'hast'
import { isElement, listElements, readText } from './list-elements.ts'

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
  const [line = '', ...rest] = opening.value.split('\n')
  const name = /^\[!([a-z]{1,20})\][ \t]*$/i.exec(line)?.[1]?.toUpperCase() ?? ''
  const title = titles[name]
  if (title === undefined) return
  const next = first.children[1]
  // Two spaces after the mark are a line break.
  const isBroken = rest.length === 0 && next !== undefined && isElement(next) && next.tagName === 'br'
  // Words behind the mark, as in `[!NOTE] *this*`, are no alert.
  if (rest.length === 0 && next !== undefined && !isBroken) return
  opening.value = rest.join('\n')
  if (isBroken) first.children.splice(0, 2)
  const isOnlyTitle = readText(first).trim() === '' && first.children.every(({ type }) => type === 'text')
  quote.tagName = 'div'
  quote.properties = { className: ['alert', `alert-${name.toLowerCase()}`] }
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
