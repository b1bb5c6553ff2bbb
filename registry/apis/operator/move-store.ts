/** Moves the metadata between the file and the database, and the content between files and a bucket. */
import type { Config } from '#lib/config/config.ts'
import { type MovedContent, moveContent } from '#registry/domain/backup/move-content.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { moveMetadata } from '#registry/store/move-metadata.ts'
import type { OperatorCall } from './operator-verb.ts'

export interface MovedStore {
  to: 'database' | 'file'
  tables: Awaited<ReturnType<typeof moveMetadata>>
}

/**
 * Only while no program runs on either.
 * @throws {OperatorError} when no database is named
 * @throws {StoreError} when it cannot be done
 */
export async function moveStore(
  { dataDir, databaseUrl }: Config,
  to: MovedStore['to'],
  { signal, tell }: OperatorCall,
): Promise<MovedStore> {
  if (databaseUrl === null) throw new OperatorError('Set DATABASE_URL to the database, also to move from it.')
  return { to, tables: await moveMetadata({ dataDir, databaseUrl, to, signal, now: new Date(), tell }) }
}

/**
 * Only while no program runs on the store.
 * @throws {OperatorError} when no bucket is named
 * @throws {StoreError} when it cannot be done
 */
export async function moveStoreContent(
  { dataDir, databaseUrl, s3 }: Config,
  to: 'bucket' | 'files',
  { signal, tell }: OperatorCall,
): Promise<MovedContent> {
  if (s3 === null) throw new OperatorError('Set BLOB_STORE to the bucket, also to move out of it.')
  return moveContent({ dataDir, databaseUrl, s3, to, signal, tell })
}
