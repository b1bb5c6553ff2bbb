/**
 * The file system that an image's layers make, one over the other (OCI image specification 1.1.1, "Applying Changesets"), with the
 * layer that each file comes from. A link is never followed: what a layer lays below one is left out. Pure.
 */
import type { LayerEntry } from './layer-entry.ts'

export interface MergedNode {
  /** Null for a folder that no layer names, but in which one has something. */
  entry: LayerEntry | null
  /** From 0. */
  layer: number
  children: Map<string, MergedNode>
}

export interface MergedFiles {
  root: MergedNode
  /** Entries that lie below something that is no folder. */
  leftOut: number
}

/** @param layers the entries of each, the lowest first */
export function mergeLayers(layers: readonly (readonly LayerEntry[])[]): MergedFiles {
  const merged: MergedFiles = { root: { entry: null, layer: 0, children: new Map() }, leftOut: 0 }
  layers.forEach((entries, layer) => {
    // What a layer takes away is of the layers below, wherever among its entries that stands.
    for (const entry of entries) takeAway(merged.root, entry)
    for (const entry of entries) {
      if (entry.kind !== 'whiteout' && entry.kind !== 'opaque' && !lay(merged.root, entry, layer))
        merged.leftOut++
    }
  })
  return merged
}

/** What is at a path; null where nothing is. */
export function findNode(root: MergedNode, path: string): MergedNode | null {
  let node: MergedNode | undefined = root
  for (const part of path === '' ? [] : path.split('/')) node = node?.children.get(part)
  return node ?? null
}

function takeAway(root: MergedNode, { path, kind }: LayerEntry): void {
  if (kind === 'opaque') findNode(root, path)?.children.clear()
  if (kind !== 'whiteout') return
  const cut = path.lastIndexOf('/')
  findNode(root, path.slice(0, Math.max(0, cut)))?.children.delete(path.slice(cut + 1))
}

function lay(root: MergedNode, entry: LayerEntry, layer: number): boolean {
  if (entry.path === '') return entry.kind === 'folder'
  const parts = entry.path.split('/')
  const name = parts.pop() ?? ''
  let folder = root
  for (const part of parts) {
    const next = folder.children.get(part) ?? { entry: null, layer, children: new Map() }
    if (next.entry !== null && next.entry.kind !== 'folder') return false
    folder.children.set(part, next)
    folder = next
  }
  const old = folder.children.get(name)
  const isSameFolder = entry.kind === 'folder' && (old?.entry === null || old?.entry.kind === 'folder')
  folder.children.set(name, { entry, layer, children: isSameFolder && old ? old.children : new Map() })
  return true
}
