/** What is in a folder of a tree of files, a page at a time: as it stands there, or everything at any depth that a text is found in. Pure. */
import type { FileTree, TreeRow } from './file-tree.ts'

export interface FolderQuery {
  /** Without a slash at either end; empty for the root. */
  path: string
  /** Part of a path below it, in any case; empty for what is right in the folder. */
  filter: string
  sort: 'name' | 'size'
  /** From 1. */
  page: number
  pageSize: number
}

/** A row with where it is. */
export interface PlacedRow extends TreeRow {
  path: string
}

export type FolderListing =
  | { kind: 'folder'; self: TreeRow; rows: PlacedRow[]; foundCount: number }
  /** What is there is no folder. */
  | { kind: 'entry'; self: TreeRow }
  /** The folder above it that there is. */
  | { kind: 'nothing'; nearest: string }

/** Lists it. */
export function listFolder(
  tree: FileTree,
  { path, filter, sort, page, pageSize }: FolderQuery,
): FolderListing {
  const at = tree.find(path)
  if (at === null) return { kind: 'nothing', nearest: findNearest(tree, path) }
  const self = tree.read(at)
  if (self.kind !== 'folder') return { kind: 'entry', self }
  const start = path === '' ? '' : `${path}/`
  const found = filter === '' ? listInside(tree, at, start) : findBelow(tree, at, start, filter.toLowerCase())
  const order = sort === 'size' ? bySize : filter === '' ? foldersFirst : byPath
  const rows = found.sort(order).slice((page - 1) * pageSize, page * pageSize)
  return {
    kind: 'folder',
    self,
    foundCount: found.length,
    rows: rows.map(({ place, path: where }) => ({ ...tree.read(place), path: where })),
  }
}

interface Found {
  place: number
  path: string
  isFolder: boolean
  totalBytes: number
}

function listInside(tree: FileTree, at: number, start: string): Found[] {
  return tree.listChildren(at).map((place) => {
    const { name, kind, totalBytes } = tree.read(place)
    return { place, path: start + name, isFolder: kind === 'folder', totalBytes }
  })
}

function findBelow(tree: FileTree, at: number, start: string, text: string): Found[] {
  const found: Found[] = []
  const walk = (folder: number, path: string) => {
    for (const one of listInside(tree, folder, path)) {
      if (one.path.slice(start.length).toLowerCase().includes(text)) found.push(one)
      if (one.isFolder) walk(one.place, `${one.path}/`)
    }
  }
  walk(at, start)
  return found
}

function findNearest(tree: FileTree, path: string): string {
  let nearest = path
  do nearest = nearest.slice(0, Math.max(0, nearest.lastIndexOf('/')))
  while (nearest !== '' && tree.find(nearest) === null)
  return nearest
}

const byPath = (one: Found, other: Found) => (one.path < other.path ? -1 : 1)
const bySize = (one: Found, other: Found) => other.totalBytes - one.totalBytes || byPath(one, other)
const foldersFirst = (one: Found, other: Found) =>
  Number(other.isFolder) - Number(one.isFolder) || byPath(one, other)
