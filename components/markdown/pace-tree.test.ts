/** A long text is rendered in parts, so that no part keeps the process busy for long; nothing of it is lost or moved. */
import type { Element, Root } from 'hast'
import { expect, test } from 'vitest'
import { listElements, readText } from '#lib/markdown/list-elements.ts'
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts'
import { pacedName, paceTree } from './pace-tree.ts'

const maxElements = 250

function parse(text: string): Root {
  const parsed = parseMarkdown(text, { idPrefix: 'x' })
  if (parsed.kind === 'plain') throw new Error(`shown as plain text: ${parsed.reason}`)
  return parsed.tree
}

/** Elements that are rendered in one turn: those below a part, without the parts in it. */
function countInTurn(node: Root | Element): number {
  const elements = node.children.flatMap((child) => (child.type === 'element' ? [child] : []))
  return elements.reduce((sum, child) => sum + 1 + (child.tagName === pacedName ? 0 : countInTurn(child)), 0)
}

test.each([
  ['many paragraphs', '*a* `b`\n\n'.repeat(400)],
  ['one long list', '- *a* `b`\n'.repeat(550)],
  ['one large table', `|a|b|\n|-|-|\n${'|*c*|`d`|\n'.repeat(550)}`],
  ['lists in lists', '- a\n  - b\n    - c\n'.repeat(250)],
])('%s are cut into parts of a few hundred elements', (_, text) => {
  const tree = parse(text)
  const words = readText(tree)
  const names = listElements(tree).map(({ tagName }) => tagName)
  paceTree(tree)
  const parts = listElements(tree).filter(({ tagName }) => tagName === pacedName)
  expect(parts.length).toBeGreaterThan(1)
  for (const part of parts) expect(countInTurn(part)).toBeLessThanOrEqual(2 * maxElements)
  expect(readText(tree)).toBe(words)
  expect(listElements(tree).flatMap(({ tagName }) => (tagName === pacedName ? [] : [tagName]))).toEqual(names)
})

test('an ordinary text is one part', () => {
  const tree = parse('# a\n\nb *c*\n\n- d\n- e')
  const before = structuredClone(tree)
  paceTree(tree)
  expect(tree).toEqual(before)
})
