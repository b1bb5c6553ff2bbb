/**
 * Rendering a long text takes longer than the process may be busy at once. So a tree is cut into parts of a few hundred
 * elements, each below an element that is none in the page: its component waits for a turn of its own.
 */
import type { Element, ElementContent, Root, RootContent } from 'hast'
import { isElement } from '#lib/markdown/list-elements.ts'

/** The name of these elements; the sanitiser lets no such element through. */
export const pacedName = 'x-paced'

const maxElements = 250

/** Changes the tree in place; a small one stays as it is. */
export function paceTree(tree: Root): void {
  const sizes = new Map<object, number>()
  if (measure(tree, sizes) > maxElements) pace(tree, sizes)
}

/** Elements in and below a node. No tree is deeper than its parser allowed. */
function measure(node: Root | RootContent, sizes: Map<object, number>): number {
  const below = 'children' in node ? node.children : []
  const size = below.reduce((sum, child) => sum + measure(child, sizes), isElement(node) ? 1 : 0)
  sizes.set(node, size)
  return size
}

function pace(parent: Root | Element, sizes: Map<object, number>): void {
  const parts: ElementContent[][] = [[]]
  let size = 0
  for (const child of parent.children) {
    if (child.type === 'doctype') continue
    const own = sizes.get(child) ?? 0
    if (isElement(child) && own > maxElements) pace(child, sizes)
    // What was cut itself takes its turns by itself.
    const counted = Math.min(own, maxElements)
    if (size > 0 && size + counted > maxElements) {
      parts.push([])
      size = 0
    }
    size += counted
    parts.at(-1)?.push(child)
  }
  if (parts.length === 1) return
  parent.children = parts.map((children) => ({
    type: 'element',
    tagName: pacedName,
    properties: {},
    children,
  }))
}
