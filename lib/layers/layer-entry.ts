/**
 * One entry of a layer, as a container's file system would take it: names are made absolute and never lead out of it, and the
 * markers by which a layer takes something away (OCI image specification 1.1.1, "Whiteouts") are told from files. Pure.
 */

export const ENTRY_KINDS = [
  'file',
  'folder',
  'symbolic link',
  'hard link',
  'character device',
  'block device',
  'fifo',
  'whiteout',
  'opaque',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

export interface LayerEntry {
  /** Without a slash at either end; of a whiteout, what it takes away, and of an opaque marker, the folder. The root is empty. */
  path: string
  kind: EntryKind
  /** What a link names, as it was written; nothing follows it. */
  target: string | null
  sizeBytes: number
  mode: number
  uid: number
  gid: number
  /** In seconds since 1970. */
  modifiedAtS: number
  /** The first 64 bits of the SHA-256 of a file's content, in hexadecimal; null for everything else. */
  contentHash: string | null
}

/** A summary of content that tells whether two files are the same. */
export const CONTENT_HASH = { algorithm: 'sha256', characters: 16 } as const

const maxPathLength = 4_096
const maxDepth = 128

/**
 * The path within the container, as runtimes take it: from the root, which `..` does not leave.
 * @returns null for what no file can be called, and for what is too long or too deep
 */
export function toInnerPath(name: string): string | null {
  if (name.length > maxPathLength || name.includes('\0')) return null
  const parts: string[] = []
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.length > maxDepth ? null : parts.join('/')
}

/** What a path means that may be a marker; null for markers that mean nothing (`.wh..`, or what AUFS keeps for itself). */
export function readMarker(
  path: string,
): (Pick<LayerEntry, 'path'> & { marker: 'whiteout' | 'opaque' | null }) | null {
  const cut = path.lastIndexOf('/') + 1
  const base = path.slice(cut)
  if (
    path
      .slice(0, cut)
      .split('/')
      .some((part) => part.startsWith('.wh.'))
  )
    return null
  if (!base.startsWith('.wh.')) return { path, marker: null }
  if (base === '.wh..wh..opq') return { path: path.slice(0, Math.max(0, cut - 1)), marker: 'opaque' }
  const name = base.slice('.wh.'.length)
  if (name === '' || name === '.' || name === '..' || name.startsWith('.wh.')) return null
  return { path: path.slice(0, cut) + name, marker: 'whiteout' }
}
