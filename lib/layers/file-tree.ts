/**
 * A tree of files as bytes: rows of one length, what is in a folder side by side and in the order of its names, then all names. A folder is
 * found and shown without reading the rest, and hundreds of thousands of files are at no time as many objects.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { CONTENT_HASH, ENTRY_KINDS, type EntryKind } from './layer-entry.ts'
import { countOwnBytes, LAYER_CHANGES, type LayerChange, type MergedNode } from './merged-node.ts'

export interface TreeRow {
  name: string
  kind: EntryKind
  /** Where it comes from, from 0. */
  layer: number
  /** Of a file, and of a hard link to one. */
  sizeBytes: number
  mode: number
  uid: number
  gid: number
  modifiedAtS: number
  target: string | null
  /** Of a file, and of a hard link whose file is in its layer; null for all that has no content to be read. */
  contentHash: string | null
  /** A folder that no layer names, but in which one has something. */
  isImplied: boolean
  /** A folder whose content in the layers below is hidden, or what stands in the place of one. */
  isOpaque: boolean
  /** Of what a layer takes away or hides there. */
  removedBytes: number
  /** Of a layer by itself. */
  change: LayerChange | null
  /** In a folder, at any depth; 1 for a file. A hard link counts as no file, and has no bytes of its own. */
  fileCount: number
  totalBytes: number
  /** Names right in it. */
  childCount: number
}

const rowBytes = 80
const hashBytes = CONTENT_HASH.characters / 2
const noHash = '0'.repeat(CONTENT_HASH.characters)
const maxTreeBytes = 512 * 1024 * 1024
const maxCount = 2 ** 32 - 1

/** The tree as bytes, compressed. */
export function packTree(root: MergedNode): Uint8Array<ArrayBuffer> {
  const nodes = listBreadthFirst(root)
  const rows = Buffer.alloc(8 + nodes.length * rowBytes)
  rows.writeUInt32LE(nodes.length, 0)
  let texts = Buffer.alloc(64 * 1024)
  let textEnd = 0
  const addText = (text: string) => {
    if (textEnd + 3 * text.length > texts.length) {
      texts = Buffer.concat([texts], Math.max(2 * texts.length, textEnd + 3 * text.length))
    }
    const length = texts.write(text, textEnd)
    textEnd += length
    return { start: rows.length + textEnd - length, length }
  }
  let nextChild = 1
  nodes.forEach(({ name, node }, place) => {
    const at = 8 + place * rowBytes
    const { entry, layer, children, change = null, isOpaque = false, removedBytes = 0 } = node
    const kind = entry?.kind ?? 'folder'
    const [named, target] = [addText(name), entry?.target ? addText(entry.target) : null]
    rows.writeUInt32LE(named.start, at)
    rows.writeUInt16LE(named.length, at + 4)
    rows.writeUInt8(ENTRY_KINDS.indexOf(kind), at + 6)
    rows.writeUInt8(Math.min(255, layer), at + 7)
    rows.writeDoubleLE(entry?.sizeBytes ?? 0, at + 8)
    rows.writeUInt16LE(entry?.mode ?? 0, at + 16)
    rows.writeUInt8((entry === null ? 1 : 0) + (isOpaque ? 2 : 0), at + 18)
    rows.writeUInt8(change === null ? 0 : LAYER_CHANGES.indexOf(change) + 1, at + 19)
    rows.writeUInt32LE(entry?.uid ?? 0, at + 20)
    rows.writeUInt32LE(entry?.gid ?? 0, at + 24)
    rows.writeUInt32LE(nextChild, at + 28)
    rows.writeUInt32LE(children?.size ?? 0, at + 32)
    rows.writeUInt32LE(kind === 'file' ? 1 : 0, at + 36)
    rows.writeDoubleLE(entry?.modifiedAtS ?? 0, at + 40)
    rows.writeDoubleLE(countOwnBytes(node), at + 48)
    rows.writeUInt32LE(target?.start ?? 0, at + 56)
    rows.writeUInt16LE(target?.length ?? 0, at + 60)
    rows.write(entry?.contentHash ?? noHash, at + 64, 'hex')
    rows.writeDoubleLE(removedBytes, at + 72)
    nextChild += children?.size ?? 0
  })
  // What is in a folder comes after it: backwards, each is complete before it is added to its folder.
  for (let at = nodes.length - 1; at > 0; at--) {
    const [from, to] = [8 + at * rowBytes, 8 + (nodes[at]?.parent ?? 0) * rowBytes]
    rows.writeUInt32LE(Math.min(maxCount, rows.readUInt32LE(to + 36) + rows.readUInt32LE(from + 36)), to + 36)
    const total = rows.readDoubleLE(to + 48) + rows.readDoubleLE(from + 48)
    rows.writeDoubleLE(Math.min(Number.MAX_SAFE_INTEGER, total), to + 48)
  }
  return new Uint8Array(zstdCompressSync(Buffer.concat([rows, texts.subarray(0, textEnd)])))
}

/** A tree that is open. Rows are named by their places; the root is at 0. */
export interface FileTree {
  read(place: number): TreeRow
  /** Places of what is in a folder, in the order of names. */
  listChildren(place: number): number[]
  /** Null where nothing is. */
  find(path: string): number | null
}

/** @throws {Error} for bytes that are no tree */
export function openFileTree(packed: Uint8Array): FileTree {
  const bytes = zstdDecompressSync(packed, { maxOutputLength: maxTreeBytes })
  const count = bytes.readUInt32LE(0)
  const toOffset = (place: number) => {
    if (place >= count) throw new Error('A tree of files names a row that it does not have.')
    return 8 + place * rowBytes
  }
  const readText = (at: number) => {
    const start = bytes.readUInt32LE(at)
    return bytes.toString('utf8', start, start + bytes.readUInt16LE(at + 4))
  }
  const findChild = (place: number, name: string): number | null => {
    const offset = toOffset(place)
    const first = bytes.readUInt32LE(offset + 28)
    let [low, high] = [first, first + bytes.readUInt32LE(offset + 32) - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = readText(toOffset(middle))
      if (found === name) return middle
      if (found < name) low = middle + 1
      else high = middle - 1
    }
    return null
  }
  const readHash = (at: number, kind: EntryKind): string | null => {
    if (kind !== 'file' && kind !== 'hard link') return null
    const hash = bytes.toString('hex', at + 64, at + 64 + hashBytes)
    return kind === 'hard link' && hash === noHash ? null : hash
  }
  return {
    read(place) {
      const at = toOffset(place)
      const kind = ENTRY_KINDS[bytes.readUInt8(at + 6)] ?? 'file'
      const flags = bytes.readUInt8(at + 18)
      return {
        name: readText(at),
        kind,
        layer: bytes.readUInt8(at + 7),
        sizeBytes: bytes.readDoubleLE(at + 8),
        mode: bytes.readUInt16LE(at + 16),
        uid: bytes.readUInt32LE(at + 20),
        gid: bytes.readUInt32LE(at + 24),
        modifiedAtS: bytes.readDoubleLE(at + 40),
        target: kind.endsWith('link') ? readText(at + 56) : null,
        contentHash: readHash(at, kind),
        isImplied: (flags & 1) !== 0,
        isOpaque: (flags & 2) !== 0,
        removedBytes: bytes.readDoubleLE(at + 72),
        change: LAYER_CHANGES[bytes.readUInt8(at + 19) - 1] ?? null,
        fileCount: bytes.readUInt32LE(at + 36),
        totalBytes: bytes.readDoubleLE(at + 48),
        childCount: bytes.readUInt32LE(at + 32),
      }
    },
    listChildren(place) {
      const at = toOffset(place)
      const first = bytes.readUInt32LE(at + 28)
      return Array.from({ length: bytes.readUInt32LE(at + 32) }, (_, index) => first + index)
    },
    find(path) {
      let place: number | null = 0
      for (const part of path === '' ? [] : path.split('/')) {
        if (place !== null) place = findChild(place, part)
      }
      return place
    },
  }
}

/** Each with the place of its folder; names in the order in which `<` has them. */
function listBreadthFirst(root: MergedNode) {
  const nodes = [{ name: '', node: root, parent: 0 }]
  for (let at = 0; at < nodes.length; at++) {
    const children = nodes[at]?.node.children
    if (!children) continue
    const names = [...children.keys()].sort((one, other) => (one < other ? -1 : 1))
    for (const name of names) {
      const node = children.get(name)
      if (node) nodes.push({ name, node, parent: at })
    }
  }
  return nodes
}
