/** What is kept of layers and of the files of an image, by digest. All of it was made, and compressed, by a thread. */
import { z } from 'zod'
import { type FindingKind, toJsonKind } from '#lib/findings/finding-kind.ts'
import { type FilePreview, filePreview } from './preview-file.ts'
import { type FilesSummary, filesSummary } from './summarize-files.ts'

/** The table of a layer, by the digest of the layer. */
export const layerTableKind: FindingKind<Uint8Array> = {
  name: 'layer-files',
  version: 5,
  deadlineMs: 900_000,
  isCompressed: true,
  encode: (value) => value,
  decode: (bytes) => bytes,
}

/** Trees are those of `file-tree.ts`. */
export interface ImageTree {
  summary: FilesSummary
  tree: Uint8Array
}

/** The files of an image, by the digest of its manifest. */
export const imageTreeKind: FindingKind<ImageTree> = {
  ...{ name: 'image-files', version: 5, deadlineMs: 120_000, isCompressed: true },
  encode: ({ summary, tree }) => joinHead(summary, tree),
  decode: (bytes) => {
    const { head, rest } = splitHead(bytes)
    return { summary: filesSummary.parse(head), tree: rest }
  },
}

const count = z.int().min(0)
export const layerCounts = z.object({ added: count, changed: count, removed: count, hidden: count })

export interface LayerTree {
  counts: z.infer<typeof layerCounts>
  tree: Uint8Array
}

/** What one layer of an image does to those below it, by the digest of the manifest and the number of the layer. */
export const layerTreeKind: FindingKind<LayerTree> = {
  ...{ name: 'image-layer', version: 3, deadlineMs: 120_000, isCompressed: true },
  encode: ({ counts, tree }) => joinHead(counts, tree),
  decode: (bytes) => {
    const { head, rest } = splitHead(bytes)
    return { counts: layerCounts.parse(head), tree: rest }
  },
}

/** The beginning of a file, by the digest of its layer and its path. */
export const filePreviewKind: FindingKind<FilePreview> = toJsonKind(
  { name: 'layer-file', version: 1, deadlineMs: 900_000 },
  filePreview,
)

/** A line of JSON, then bytes. */
function joinHead(head: unknown, rest: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), rest])
}

function splitHead(bytes: Uint8Array): { head: unknown; rest: Uint8Array } {
  const end = bytes.indexOf(10)
  const head: unknown = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString())
  return { head, rest: bytes.subarray(end + 1) }
}
