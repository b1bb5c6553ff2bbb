/**
 * Bounds on a parsed text, before it is turned into HTML: some short texts stand for very long pages, such as
 * a table with one wide row and many empty ones, or one long address that is referred to many times.
 */
import type { PlainReason } from './plain-reason.ts'
import { type TreeNode, walkTree } from './walk-tree.ts'

const maxDepth = 60
const maxNodes = 10_000
const maxTableCells = 4_000
const maxReferredCharacters = 100_000
/** HTML leaves formatting elements open; a parser opens each of them again in every block that follows. */
const maxReopenedElements = 10_000
const formattingTag = /<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*/gi

/**
 * Says what there is too much of in a Markdown tree.
 * @returns null when the tree may be turned into HTML
 */
export function findTreeExcess(root: TreeNode): PlainReason | null {
  let nodes = 0
  let blocks = 0
  let depthReached = 0
  let cells = 0
  let referred = 0
  const addresses = new Map<string, number>()
  const formatting: string[] = []

  walkTree(root, (node) => {
    if (node.type === 'definition')
      addresses.set(readString(node, 'identifier'), readString(node, 'url').length)
  })
  walkTree(root, (node, depth) => {
    nodes++
    depthReached = Math.max(depthReached, depth)
    if (node.type === 'table') cells += countCells(node)
    if (node.type === 'linkReference' || node.type === 'imageReference') {
      referred += addresses.get(readString(node, 'identifier')) ?? 0
    }
    if (isBlock(node)) blocks++
    if (node.type === 'html') {
      const html = readString(node, 'value')
      blocks += html.split('<').length
      formatting.push(...[...html.matchAll(formattingTag)].map((match) => match[0].toLowerCase()))
    }
  })

  if (depthReached > maxDepth) return 'levels'
  if (nodes > maxNodes) return 'parts'
  if (cells > maxTableCells) return 'large-table'
  if (referred > maxReferredCharacters) return 'references'
  if (countReopened(formatting) * blocks > maxReopenedElements) return 'open-html-tags'
  return null
}

/** True when a tree is deeper, or has more nodes, than a page should be made of. */
export function isTreeTooLarge(root: TreeNode): boolean {
  let nodes = 0
  let depthReached = 0
  walkTree(root, (_, depth) => {
    nodes++
    depthReached = Math.max(depthReached, depth)
  })
  return nodes > 3 * maxNodes || depthReached > 2 * maxDepth
}

/** Every row is filled up to the width of the first one. */
function countCells(table: TreeNode): number {
  const rows = table.children ?? []
  return rows.length * (rows[0]?.children?.length ?? 0)
}

/** A parser keeps at most three formatting elements that are written alike. */
function countReopened(tags: string[]): number {
  const counts = new Map<string, number>()
  for (const tag of tags) counts.set(tag, Math.min((counts.get(tag) ?? 0) + 1, 3))
  const kept = [...counts.values()].reduce((sum, count) => sum + count, 0)
  // Up to here it is the mark-up of an ordinary page, which closes what it opens.
  return kept <= 6 ? 0 : kept
}

function isBlock(node: TreeNode): boolean {
  return ['paragraph', 'heading', 'listItem', 'tableCell', 'code', 'thematicBreak', 'blockquote'].includes(
    node.type,
  )
}

function readString(node: TreeNode, key: string): string {
  const value: unknown = Reflect.get(node, key)
  return typeof value === 'string' ? value : ''
}
