/** The rows behind content in an S3 service: what has which blob, what is on its way, and what is to be deleted. */
import type { Digest } from '#lib/oci/digest.ts'
import type { ObjectReads, ObjectWrites, UploadReads, UploadWrites } from '../../content-verbs.ts'
import type { Left } from './writer.ts'

/** What of a transaction the content needs. */
export interface RowTransaction {
  objects: ObjectWrites
  uploads: UploadWrites
}

/** What of the store it needs. */
export interface RowStore {
  objects: ObjectReads
  uploads: UploadReads
  quietly<Result>(run: (tx: RowTransaction) => Promise<Result>): Promise<Result>
}

interface PublishedBlob {
  key: string
  digest: Digest
  sizeBytes: number
}

export interface ContentRows {
  objects(): ObjectReads
  uploads(): UploadReads
  write<Result>(run: (tx: RowTransaction) => Promise<Result>): Promise<Result>
  /** From then on the object has the blob, and what there was besides is to be deleted. */
  publish(tx: RowTransaction, blob: PublishedBlob, left: readonly Left[]): Promise<void>
  leave(tx: RowTransaction, left: readonly Left[]): Promise<void>
  onPublished(blob: PublishedBlob): void
}

/** @param store is there when the first row is needed: the content is a part of it */
export function createContentRows(
  store: () => RowStore,
  clock: () => Date,
  onPublished: ContentRows['onPublished'],
): ContentRows {
  const leave: ContentRows['leave'] = async (tx, left) => {
    const at = clock().toISOString()
    await tx.objects.addLeaving(left.map((one) => ({ ...one, at })))
  }
  return {
    objects: () => store().objects,
    uploads: () => store().uploads,
    write: (run) => store().quietly(run),
    async publish(tx, blob, left) {
      await tx.objects.keep({ ...blob, at: clock().toISOString() })
      await leave(tx, left)
    },
    leave,
    onPublished,
  }
}
