/** Small questions that the passes over a hast tree ask. */
import type { Element, Root } from 'hast'
import { walkTree } from './walk-tree.ts'

/** Every element in document order, as it was before the caller changes any. */
export function listElements(root: Root | Element): Element[] {
  const elements: Element[] = []
  walkTree(root, (node) => {
    if (isElement(node)) elements.push(node)
  })
  return elements
}

/** All text below an element, in document order. */
export function readText(root: Root | Element): string {
  let text = ''
  walkTree(root, (node) => {
    if (node.type === 'text' && 'value' in node) text += String(node.value)
  })
  return text
}

/** Whether a node of a tree is an element, and no text or comment. */
export function isElement(node: { type: string }): node is Element {
  return node.type === 'element'
}
