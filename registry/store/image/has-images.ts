/** Whether a repository still holds images, which decides whether it can be deleted without force. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export async function hasImages(db: Kysely<Database>, repositoryId: number): Promise<boolean> {
  const row = await db
    .selectFrom('image')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
