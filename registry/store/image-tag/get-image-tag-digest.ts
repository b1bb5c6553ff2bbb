/** Resolves an image tag. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** The digest that the tag points to; null when the repository has no such tag. */
export async function getImageTagDigest(
  db: Kysely<Database>,
  repositoryId: number,
  tag: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('image_tag')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('tag', '=', tag)
    .executeTakeFirst()
  return row?.digest ?? null
}
