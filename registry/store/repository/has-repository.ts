/** Whether a repository that was found earlier is still there. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function hasRepository(db: Kysely<Database>, repositoryId: number): Promise<boolean> {
  const row = await db
    .selectFrom('repository')
    .select('repository_id')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst()
  return row !== undefined
}
