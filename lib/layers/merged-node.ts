/** One file or folder of the file system that layers make, and of what one of them does. Pure. */
import type { LayerEntry } from './layer-entry.ts'

/** What a layer does at a path: `removed` for what it takes away, null for a folder that it only names again. */
export const LAYER_CHANGES = ['added', 'changed', 'removed'] as const
export type LayerChange = (typeof LAYER_CHANGES)[number]

export interface MergedNode {
  /** Null for a folder that no layer names, but in which one has something. */
  entry: LayerEntry | null
  /** From 0. */
  layer: number
  /** Null for none. */
  children: Map<string, MergedNode> | null
  /** Of a layer by itself. */
  change?: LayerChange | null
  /** A folder whose content in the layers below is hidden, or what stands in the place of one. */
  isOpaque?: boolean
  /** Bytes of what is taken away or hidden. */
  removedBytes?: number
}

/** What is at a path; null where nothing is. */
export function findNode(root: MergedNode, path: string): MergedNode | null {
  let node: MergedNode | undefined = root
  for (const part of path === '' ? [] : path.split('/')) node = node?.children?.get(part)
  return node ?? null
}

/** Bytes that count for it alone: those of a link count where its file is. */
export function countOwnBytes({ entry }: MergedNode): number {
  return entry === null || entry.kind === 'hard link' ? 0 : entry.sizeBytes
}

/** True also for one that no layer names. */
export function isFolder({ entry }: MergedNode): boolean {
  return entry === null || entry.kind === 'folder'
}
