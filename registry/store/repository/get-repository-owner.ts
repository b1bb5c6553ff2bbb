/** Whose repository it is, and its name, for whoever has only its number. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** @throws {Error} when there is no such repository */
export async function getRepositoryOwner(
  db: Kysely<Database>,
  repositoryId: number,
): Promise<{ accountId: string; name: string }> {
  return db
    .selectFrom('repository')
    .select(['account_id as accountId', 'name'])
    .where('repository_id', '=', repositoryId)
    .executeTakeFirstOrThrow()
}
