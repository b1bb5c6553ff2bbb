/** Lists tags by name, as the distribution API does. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

/**
 * Up to `limit` tags behind `after`, in lexical order: without regard to case, and by bytes among equals.
 * @param after null begins at the first one; it need not be a tag that exists
 */
export async function listTagNames(
  db: Kysely<Database>,
  repositoryId: number,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  let query = db.selectFrom('image_tag').select('tag').where('repository_id', '=', repositoryId)
  if (after !== null) query = query.where(sql<boolean>`(tag COLLATE NOCASE, tag) > (${after}, ${after})`)
  const rows = await query.orderBy(sql`tag COLLATE NOCASE`).orderBy('tag').limit(limit).execute()
  return rows.map(({ tag }) => tag)
}
