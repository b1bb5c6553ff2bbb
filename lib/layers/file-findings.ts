/** What is kept of layers and of the files of an image, by digest. All of it was made, and compressed, by a thread. */
import { type FindingKind, toJsonKind } from '#lib/findings/finding-kind.ts'
import { type FilePreview, filePreview } from './preview-file.ts'
import { type FilesSummary, filesSummary } from './summarize-files.ts'

const packed = {
  isCompressed: true,
  encode: (value: Uint8Array) => value,
  decode: (bytes: Uint8Array) => bytes,
}

/** The table of a layer, by the digest of the layer. */
export const layerTableKind: FindingKind<Uint8Array> = {
  name: 'layer-files',
  version: 2,
  deadlineMs: 900_000,
  ...packed,
}

export interface ImageTree {
  summary: FilesSummary
  /** As `file-tree.ts` has it. */
  tree: Uint8Array
}

/** The files of an image, by the digest of its manifest: a line of JSON, then the tree. */
export const imageTreeKind: FindingKind<ImageTree> = {
  name: 'image-files',
  version: 2,
  deadlineMs: 120_000,
  isCompressed: true,
  encode: ({ summary, tree }) => Buffer.concat([Buffer.from(`${JSON.stringify(summary)}\n`), tree]),
  decode: (bytes) => {
    const end = bytes.indexOf(10)
    const summary = filesSummary.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()))
    return { summary, tree: bytes.subarray(end + 1) }
  },
}

/** What one layer of an image does, as a tree of its own, by the digest of the manifest and the number of the layer. */
export const layerTreeKind: FindingKind<Uint8Array> = {
  name: 'image-layer',
  version: 1,
  deadlineMs: 120_000,
  ...packed,
}

/** The beginning of a file, by the digest of its layer and its path. */
export const filePreviewKind: FindingKind<FilePreview> = toJsonKind(
  { name: 'layer-file', version: 1, deadlineMs: 900_000 },
  filePreview,
)
