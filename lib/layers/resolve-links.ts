/**
 * Hard links of a layer: further names of a file that the same layer has. While the first name stands, a link has the size and the content of
 * the file, whose bytes count once; when that name goes, or is another file's by then, the next one that is left is the file. Links into other
 * layers are left as they are, as their content is not in the layer that they come from.
 */
import { type LayerEntry, toInnerPath } from './layer-entry.ts'
import { findNode, type MergedNode } from './merged-node.ts'

/** The first name of the file of each link, in the order of the archives. */
export type LinkSources = Map<MergedNode, MergedNode>

/** Enters a link that was just laid, as what its target is at this moment, and no later, is what it names. */
export function enterLink(root: MergedNode, node: MergedNode, sources: LinkSources): void {
  const { entry, layer } = node
  const path = entry?.target ? toInnerPath(entry.target) : null
  const found = path === null ? null : findNode(root, path)
  if (entry === null || found === null || found.layer !== layer) return
  const source = sources.get(found) ?? found
  // A folder has no further names, and a link that names nothing is none.
  if (source.entry === null || source.entry.kind === 'folder' || source.entry.kind === 'hard link') return
  sources.set(node, source)
  node.entry = { ...entry, ...pickContent(source.entry) }
}

/** When all layers are laid: makes a file of the first link that is left of a file whose own name is gone. */
export function settleLinks(root: MergedNode, sources: LinkSources): void {
  const firstNames = new Map<MergedNode, string>()
  for (const [node, source] of sources) {
    if (node.entry === null || source.entry === null || !isStanding(root, node)) continue
    if (isStanding(root, source)) continue
    const firstName = firstNames.get(source)
    if (firstName === undefined) {
      firstNames.set(source, node.entry.path)
      node.entry = { ...node.entry, kind: source.entry.kind, target: source.entry.target }
    } else node.entry = { ...node.entry, target: firstName }
  }
}

function pickContent({ sizeBytes, contentHash }: LayerEntry): Pick<LayerEntry, 'sizeBytes' | 'contentHash'> {
  return { sizeBytes, contentHash }
}

function isStanding(root: MergedNode, node: MergedNode): boolean {
  return node.entry !== null && findNode(root, node.entry.path) === node
}
