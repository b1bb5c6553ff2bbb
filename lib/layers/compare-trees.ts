/** Which files differ between two images: by what they are, their content, mode and owner. Times of writing do not count. Pure. */
import type { FileTree, TreeRow } from './file-tree.ts'
import type { EntryKind } from './layer-entry.ts'

export const FILE_CHANGES = ['added', 'removed', 'changed'] as const
export const FILE_ASPECTS = ['kind', 'content', 'target', 'mode', 'owner'] as const

export interface FileSide {
  kind: EntryKind
  /** The number of the layer that it comes from, the lowest is 1. */
  layer: number
  sizeBytes: number
  mode: number
  uid: number
  gid: number
  target: string | null
}

export interface FileChange {
  change: (typeof FILE_CHANGES)[number]
  path: string
  /** What differs; empty unless it is in both. */
  aspects: (typeof FILE_ASPECTS)[number][]
  before: FileSide | null
  after: FileSide | null
}

export interface FileDifference {
  /** The first, in the order of their paths. */
  changes: FileChange[]
  counts: Record<FileChange['change'], number>
  /** Files that both have as they are. */
  sameCount: number
}

/**
 * Compares them. A folder counts where it is empty, or is in both with another mode or owner.
 * @param limit how many changes are listed; all are counted
 */
export function compareTrees(before: FileTree, after: FileTree, limit: number): FileDifference {
  const difference: FileDifference = {
    changes: [],
    counts: { added: 0, removed: 0, changed: 0 },
    sameCount: 0,
  }
  const note = (path: string, old: TreeRow | null, fresh: TreeRow | null) => {
    const aspects = old && fresh ? listAspects(old, fresh) : []
    if (old && fresh && aspects.length === 0) {
      if (fresh.kind !== 'folder') difference.sameCount++
      return
    }
    const change = old === null ? 'added' : fresh === null ? 'removed' : 'changed'
    difference.counts[change]++
    if (difference.changes.length >= limit) return
    difference.changes.push({
      change,
      path,
      aspects,
      before: old && toSide(old),
      after: fresh && toSide(fresh),
    })
  }
  /** All of something that only one of both has. */
  const noteAll = (tree: FileTree, place: number, path: string, isOld: boolean) => {
    const row = tree.read(place)
    if (row.kind !== 'folder' || row.childCount === 0) note(path, isOld ? row : null, isOld ? null : row)
    for (const child of tree.listChildren(place)) {
      noteAll(tree, child, `${path}/${tree.read(child).name}`, isOld)
    }
  }
  const walk = (old: number, fresh: number, path: string) => {
    const start = path === '' ? '' : `${path}/`
    const [olds, freshes] = [before.listChildren(old), after.listChildren(fresh)]
    let [i, j] = [0, 0]
    for (;;) {
      const [oldAt, freshAt] = [olds[i], freshes[j]]
      if (oldAt === undefined && freshAt === undefined) return
      const oldRow = oldAt === undefined ? null : before.read(oldAt)
      const freshRow = freshAt === undefined ? null : after.read(freshAt)
      const isOldOnly = freshRow === null || (oldRow !== null && oldRow.name < freshRow.name)
      const isFreshOnly = oldRow === null || (freshRow !== null && freshRow.name < oldRow.name)
      if (isOldOnly && oldAt !== undefined) {
        noteAll(before, oldAt, start + oldRow?.name, true)
        i++
      } else if (isFreshOnly && freshAt !== undefined) {
        noteAll(after, freshAt, start + freshRow?.name, false)
        j++
      } else if (oldAt !== undefined && freshAt !== undefined) {
        const where = start + freshRow?.name
        note(where, oldRow, freshRow)
        // What is a folder in one of both only has its content there.
        walk(oldAt, freshAt, where)
        i++
        j++
      }
    }
  }
  walk(0, 0, '')
  return difference
}

function listAspects(old: TreeRow, fresh: TreeRow): FileChange['aspects'] {
  const nature = toNature(fresh)
  if (toNature(old) !== nature) return ['kind']
  // Of a folder that no layer names, nothing is known.
  const isTold = !old.isImplied && !fresh.isImplied
  const differs: Record<FileChange['aspects'][number], boolean> = {
    kind: false,
    content:
      nature === 'file' && (old.sizeBytes !== fresh.sizeBytes || old.contentHash !== fresh.contentHash),
    // Which of its names a file goes by is the builder's whim.
    target: nature !== 'file' && old.target !== fresh.target,
    // Of a link, it means nothing.
    mode: isTold && old.kind !== 'symbolic link' && old.mode !== fresh.mode,
    owner: isTold && (old.uid !== fresh.uid || old.gid !== fresh.gid),
  }
  return FILE_ASPECTS.filter((aspect) => differs[aspect])
}

/** A hard link is a file by another name: two builds of the same files may swap which is which. */
function toNature({ kind, contentHash }: TreeRow): EntryKind {
  return kind === 'hard link' && contentHash !== null ? 'file' : kind
}

function toSide({ kind, layer, sizeBytes, mode, uid, gid, target }: TreeRow): FileSide {
  return { kind, layer: layer + 1, sizeBytes, mode, uid, gid, target }
}
