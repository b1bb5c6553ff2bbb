/** A repository may be deleted while a long request for it is still running. */
import type { Kysely } from 'kysely'
import { hasRepository } from '#registry/store/repository/has-repository.ts'
import type { Database } from '#registry/store/schema.ts'
import { ImageError } from './image-error.ts'

/** @throws {ImageError} repository-gone */
export async function requireStoredRepository(tx: Kysely<Database>, repositoryId: number): Promise<void> {
  if (await hasRepository(tx, repositoryId)) return
  throw new ImageError('repository-gone', 'The repository has been deleted meanwhile.')
}
