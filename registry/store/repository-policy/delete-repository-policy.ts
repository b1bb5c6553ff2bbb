/** Removes a repository's policy. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function deleteRepositoryPolicy(db: Kysely<Database>, repositoryId: number): Promise<void> {
  await db.deleteFrom('repository_policy').where('repository_id', '=', repositoryId).execute()
}
