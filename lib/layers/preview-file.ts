/** The beginning of one file of a layer, for reading. */
import { z } from 'zod'
import type { LayerTable } from './layer-table.ts'
import { readLayerFile } from './read-layer-file.ts'

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
  const pieces: Uint8Array[] = []
  let kept = 0
  const take = (piece: Uint8Array) => {
    if (kept >= maxPreviewBytes) return
    // A copy, as the piece is part of a larger chunk.
    pieces.push(Uint8Array.prototype.slice.call(piece, 0, maxPreviewBytes - kept))
    kept += piece.length
  }
  const { sizeBytes } = await readLayerFile(source, { table, path }, { take })
  const isCut = sizeBytes > maxPreviewBytes
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
