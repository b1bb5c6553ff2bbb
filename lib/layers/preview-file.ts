/**
 * The beginning of one file of a layer, for reading. The layer is read up to the file and no further, so that what was given is checked
 * against the hash that the table has of it, which was made when the whole layer was.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CONTENT_HASH } from './layer-entry.ts'
import type { LayerTable } from './layer-table.ts'
import { readLayer } from './read-layer.ts'

const maxPreviewBytes = 64 * 1024

export const filePreview = z.object({
  /** Null for what is no text. */
  text: z.string().nullable(),
  /** There is more of it. */
  isCut: z.boolean(),
})
export type FilePreview = z.infer<typeof filePreview>

/**
 * Reads it; of several entries of one path the last counts.
 * @throws {Error} when the layer has no such file, or it is not what it was
 */
export async function previewFile(
  source: AsyncIterable<Uint8Array>,
  table: LayerTable,
  path: string,
): Promise<FilePreview> {
  const wanted = [...table].filter((entry) => entry.kind === 'file' && entry.path === path)
  const last = wanted.at(-1)
  if (last === undefined) throw new Error('The layer has no such file.')
  const pieces: Uint8Array[] = []
  const hash = createHash(CONTENT_HASH.algorithm)
  let kept = 0
  let met = 0
  let isDone = false
  const take = (piece: Uint8Array) => {
    hash.update(piece)
    if (kept >= maxPreviewBytes) return
    // A copy, as the piece is part of a larger chunk.
    pieces.push(Uint8Array.prototype.slice.call(piece, 0, maxPreviewBytes - kept))
    kept += piece.length
  }
  await readLayer(source, {
    open: (entry) => (entry.path === path && ++met === wanted.length ? take : null),
    add: (entry) => {
      isDone ||= entry.path === path && met === wanted.length
    },
    isDone: () => isDone,
  })
  if (hash.digest('hex').slice(0, CONTENT_HASH.characters) !== last.contentHash) {
    throw new Error('The file is not what it was when its layer was read.')
  }
  const isCut = last.sizeBytes > maxPreviewBytes
  return { text: toText(Buffer.concat(pieces), isCut), isCut }
}

/** Null for what is no UTF-8, or has a NUL, which no text has. */
function toText(bytes: Buffer, isCut: boolean): string | null {
  if (bytes.includes(0)) return null
  try {
    // The last character may be cut with the file.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return null
  }
}
