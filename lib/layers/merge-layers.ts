/**
 * The file system that an image's layers make, one over the other (OCI image specification 1.1.1, "Applying Changesets"), with the
 * layer that each file comes from, and what one layer does to those below. A symbolic link is never followed: what a layer lays below one is
 * left out. Pure.
 */
import type { LayerEntry } from './layer-entry.ts'
import { countOwnBytes, findNode, isFolder, type LayerChange, type MergedNode } from './merged-node.ts'
import { enterLink, type LinkSources, settleLinks } from './resolve-links.ts'

export interface MergedFiles {
  root: MergedNode
  /** Entries that lie below something that is no folder, or in more folders than are kept. */
  leftOut: number
  folderCount: number
}

/** Of folders with something in them: an entry can make a hundred that no layer names. */
const maxFolders = 150_000

/** @param layers the entries of each, the lowest first; each is gone through twice */
export function mergeLayers(layers: readonly Iterable<LayerEntry>[]): MergedFiles {
  const root: MergedNode = { entry: null, layer: 0, children: null }
  const merged: MergedFiles = { root, leftOut: 0, folderCount: 0 }
  const sources: LinkSources = new Map()
  layers.forEach((entries, layer) => {
    // What a layer takes away is of the layers below, wherever among its entries that stands.
    for (const entry of entries) takeAway(root, entry)
    for (const entry of entries) {
      if (isMarker(entry)) continue
      const node = lay(merged, entry, layer)
      if (node === null) merged.leftOut++
      else if (entry.kind === 'hard link') enterLink(root, node, sources)
    }
  })
  settleLinks(root, sources)
  return merged
}

/** What the last of these layers does to those below it, as a tree of what it names alone. */
export function describeLastLayer(layers: readonly Iterable<LayerEntry>[]): MergedFiles {
  const layer = layers.length - 1
  const below = mergeLayers(layers.slice(0, layer)).root
  const own = mergeLayers([layers[layer] ?? []])
  restamp(own.root, below, layer)
  for (const entry of layers[layer] ?? []) {
    if (!isMarker(entry)) continue
    const taken = findNode(below, entry.path)
    if (entry.kind === 'opaque') {
      const folder = lay(own, { ...entry, kind: 'folder' }, layer, 'keep')
      if (folder) hide(folder, taken)
      continue
    }
    const again = findNode(own.root, entry.path)
    if (again !== null) {
      // Taken away and made anew, which does to what was in it the same as an opaque marker.
      if (isFolder(again) && taken !== null && isFilled(taken)) hide(again, taken)
      continue
    }
    const node = lay(own, entry, layer)
    if (node) {
      node.change = taken === null ? null : 'removed'
      node.removedBytes = taken === null ? 0 : sumBytes(taken)
    }
  }
  return own
}

/** How many files a layer that is described by itself adds, changes and takes away, and how many folders it hides the content of. */
export function countChanges(node: MergedNode): Record<LayerChange | 'hidden', number> {
  const counts = { added: 0, changed: 0, removed: 0, hidden: node.isOpaque ? 1 : 0 }
  // A folder that is named again is no change, but one in place of a file is.
  if (node.change && (!isFolder(node) || node.change === 'changed')) counts[node.change]++
  for (const child of node.children?.values() ?? []) {
    const more = countChanges(child)
    for (const key of ['added', 'changed', 'removed', 'hidden'] as const) counts[key] += more[key]
  }
  return counts
}

/** Bytes of all files in it, or of it. */
function sumBytes(node: MergedNode): number {
  let sum = countOwnBytes(node)
  for (const child of node.children?.values() ?? [])
    sum = Math.min(Number.MAX_SAFE_INTEGER, sum + sumBytes(child))
  return sum
}

/** Says that a layer hides what the layers below have there; however often it says so, that is summed up once. */
function hide(node: MergedNode, taken: MergedNode | null): void {
  if (node.isOpaque) return
  node.isOpaque = true
  node.removedBytes = taken === null ? 0 : sumBytes(taken)
}

/** True for a folder with something in it. */
function isFilled(node: MergedNode): boolean {
  return isFolder(node) && (node.children?.size ?? 0) > 0
}

function isMarker({ kind }: LayerEntry): boolean {
  return kind === 'whiteout' || kind === 'opaque'
}

function takeAway(root: MergedNode, { path, kind }: LayerEntry): void {
  if (kind === 'opaque') findNode(root, path)?.children?.clear()
  if (kind !== 'whiteout') return
  const cut = path.lastIndexOf('/')
  findNode(root, path.slice(0, Math.max(0, cut)))?.children?.delete(path.slice(cut + 1))
}

/** @param old what becomes of something that is at the same path; a folder keeps its content in any case */
function lay(
  merged: MergedFiles,
  entry: LayerEntry,
  layer: number,
  old: 'replace' | 'keep' = 'replace',
): MergedNode | null {
  const { root } = merged
  if (entry.path === '') {
    if (entry.kind !== 'folder') return null
    if (old === 'replace') root.entry = entry
    return root
  }
  const parts = entry.path.split('/')
  const name = parts.pop() ?? ''
  let folder = root
  for (const part of parts) {
    const next: MergedNode = folder.children?.get(part) ?? { entry: null, layer, children: null }
    if (!isFolder(next)) return null
    const inside = openFolder(merged, folder)
    if (inside === null) return null
    inside.set(part, next)
    folder = next
  }
  const inside = openFolder(merged, folder)
  if (inside === null) return null
  const before = inside.get(name)
  if (before !== undefined && old === 'keep') return before
  const isSameFolder = entry.kind === 'folder' && (before?.entry === null || before?.entry.kind === 'folder')
  const node: MergedNode = { entry, layer, children: isSameFolder && before ? before.children : null }
  inside.set(name, node)
  return node
}

/** Null for one too many. */
function openFolder(merged: MergedFiles, folder: MergedNode): Map<string, MergedNode> | null {
  if (folder.children === null) {
    if (merged.folderCount >= maxFolders) return null
    merged.folderCount++
    folder.children = new Map()
  }
  return folder.children
}

/** Says of each node of a layer what it does to what is below. */
function restamp(node: MergedNode, below: MergedNode | null, layer: number): void {
  node.layer = layer
  if (below === null) node.change = 'added'
  else node.change = isFolder(node) && isFolder(below) ? null : 'changed'
  if (below !== null && !isFolder(node) && isFilled(below)) hide(node, below)
  for (const [name, child] of node.children ?? []) restamp(child, below?.children?.get(name) ?? null, layer)
}
