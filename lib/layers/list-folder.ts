/**
 * What is in a folder of a tree of files, a page at a time: as it stands there, everything at any depth that a text is found in, or, where
 * there is little, all of it. Pure.
 */
import { splitByWeight, takePage } from '#lib/oci/split-by-weight.ts'
import type { FileTree, TreeRow } from './file-tree.ts'

export interface FolderQuery {
  /** Without a slash at either end; empty for the root. */
  path: string
  /** Part of a path below it, in any case; empty for what is right in the folder. */
  filter: string
  sort: 'name' | 'size'
  /** From 1. */
  page: number
  /** A page has at most so many. */
  pageSize: number
  /** What a page has for its rows, in bytes: names are strangers' texts, and stand in links, too. */
  room: number
  /** So many files and no more are listed at any depth even where nothing is looked for; 0 for none. */
  maxFlat: number
}

/** A row with where it is. */
export interface PlacedRow extends TreeRow {
  path: string
}

export type FolderListing =
  | {
      kind: 'folder'
      self: TreeRow
      rows: PlacedRow[]
      foundCount: number
      pageCount: number
      isFlat: boolean
    }
  /** What is there is no folder. */
  | { kind: 'entry'; self: TreeRow }
  /** The folder above it that there is. */
  | { kind: 'nothing'; nearest: string }

/** Lists it. */
export function listFolder(
  tree: FileTree,
  { path, filter, sort, page, pageSize, room, maxFlat }: FolderQuery,
): FolderListing {
  const at = tree.find(path)
  if (at === null) return { kind: 'nothing', nearest: findNearest(tree, path) }
  const self = tree.read(at)
  if (self.kind !== 'folder') return { kind: 'entry', self }
  const start = path === '' ? '' : `${path}/`
  const text = filter.toLowerCase()
  const all =
    filter === ''
      ? listLeaves(tree, at, start, maxFlat)
      : findBelow(tree, at, start, (below) => below.includes(text))
  const found = all ?? listInside(tree, at, start)
  const order = sort === 'size' ? bySize : all === null ? foldersFirst : byPath
  found.sort(order)
  const starts = splitByWeight(found.map(weigh), { maxRows: pageSize, room })
  const rows = takePage(found, starts, page)
  return {
    kind: 'folder',
    self,
    foundCount: found.length,
    pageCount: starts.length,
    isFlat: all !== null,
    rows: rows.map(({ place, path: where }) => ({ ...tree.read(place), path: where })),
  }
}

/** What is around a row's texts on a page, and what a text takes there at most, for each of its characters that are shown. */
const rowBytes = 700
const escapedBytes = 6
const shownCharacters = 400
/** No longer path has a link. */
const maxAddressBytes = 6_000

interface Found {
  place: number
  path: string
  isFolder: boolean
  totalBytes: number
  /** Of what is shown of it. */
  targetLength: number
}

/** Of a row: its path, as it is in an address, stands twice, and what is shown of its name. */
function weigh({ path, targetLength }: Found): number {
  // Letters, digits and slashes are what they are in an address; of other texts each byte has three characters there.
  const inAddress = isPlain(path) ? path.length : 3 * Buffer.byteLength(path)
  const shown = inAddress === path.length ? path.length : escapedBytes * path.length
  const ofLink = inAddress > maxAddressBytes ? 0 : 2 * inAddress
  return rowBytes + ofLink + 2 * Math.min(shown, escapedBytes * shownCharacters) + escapedBytes * targetLength
}

function isPlain(path: string): boolean {
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at)
    // "-" to "9", with "." and "/"; "A" to "z", with "_".
    if (code < 0x2d || code > 0x7a || (code > 0x39 && code < 0x41)) return false
  }
  return true
}

function listInside(tree: FileTree, at: number, start: string): Found[] {
  return tree.listChildren(at).map((place) => {
    const { name, kind, totalBytes, target } = tree.read(place)
    const targetLength = Math.min(target?.length ?? 0, shownCharacters)
    return { place, path: start + name, isFolder: kind === 'folder', totalBytes, targetLength }
  })
}

/** @param isMeant is given the path below the folder, in lower case */
function findBelow(tree: FileTree, at: number, start: string, isMeant: (path: string) => boolean): Found[] {
  const found: Found[] = []
  const walk = (folder: number, path: string) => {
    for (const one of listInside(tree, folder, path)) {
      if (isMeant(one.path.slice(start.length).toLowerCase())) found.push(one)
      if (one.isFolder) walk(one.place, `${one.path}/`)
    }
  }
  walk(at, start)
  return found
}

/** What is no folder, and folders that are told of for themselves; null where there is more than `most`. */
function listLeaves(tree: FileTree, at: number, start: string, most: number): Found[] | null {
  if (most === 0 || tree.read(at).fileCount > most) return null
  const leaves = findBelow(tree, at, start, () => true).filter(({ isFolder, place }) => {
    if (!isFolder) return true
    const { childCount, isOpaque } = tree.read(place)
    return isOpaque || childCount === 0
  })
  return leaves.length > most ? null : leaves
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
