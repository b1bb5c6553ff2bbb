/**
 * Where the content of a store is, noted with its metadata: started with another `BLOB_STORE`, a registry would take every blob for lost.
 * What carries content from one place to another is move-content.ts.
 */
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { StoreError } from './store-error.ts'
import type { BlobReads, SettingReads, SettingWrites } from './verbs.ts'

interface PlacedStore {
  settings: SettingReads
  blobs: Pick<BlobReads, 'count'>
  quietly(run: (tx: { settings: SettingWrites }) => Promise<void>): Promise<void>
}

/**
 * Notes the place at the first start with a bucket.
 * @throws {StoreError} when the content is somewhere else
 */
export async function requireContentPlace(
  store: PlacedStore,
  { s3, isForMove }: { s3: S3Settings | null; isForMove: boolean },
): Promise<void> {
  const moving = await store.settings.get('content-move')
  if (moving !== null && !isForMove) {
    throw new StoreError(
      `The content of this store is being moved (to ${moving}), and not all is there yet. Run the same \`npm run registry -- store move-content\` again; it goes on where it was.`,
    )
  }
  const noted = await store.settings.get('content-place')
  const place = s3 === null ? null : toContentPlace(s3)
  if (noted === place) return
  if (place === null) {
    // Whatever files are there: a move to files that was given up leaves some.
    throw new StoreError(`The content of this store is in ${noted}; start it with BLOB_STORE=${noted}.`)
  }
  if (noted !== null) {
    throw new StoreError(`The content of this store is in ${noted}, and BLOB_STORE names ${place}.`)
  }
  const { blobs } = await store.blobs.count()
  if (blobs > 0) {
    throw new StoreError(
      `The content of this store is in files (${blobs} blobs), and BLOB_STORE names ${place}. Start it without BLOB_STORE, or move them: \`npm run registry -- store move-content --to bucket\`.`,
    )
  }
  await store.quietly((tx) => tx.settings.put('content-place', place))
}

/** A bucket, with the prefix, as it is noted and as `BLOB_STORE` has it. */
export function toContentPlace({ bucket, prefix }: Pick<S3Settings, 'bucket' | 'prefix'>): string {
  return `s3://${bucket}/${prefix}`
}
