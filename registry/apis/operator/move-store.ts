/** Moves the metadata between the file and the database. */
import type { Config } from '#lib/config/config.ts'
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
