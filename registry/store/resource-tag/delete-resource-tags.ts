/** Removes resource tags of a repository. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Removes the tags with these keys; keys that aren't there are passed over. */
export async function deleteResourceTags(
  db: Kysely<Database>,
  repositoryId: number,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return
  await db
    .deleteFrom('resource_tag')
    .where('repository_id', '=', repositoryId)
    .where('key', 'in', keys)
    .execute()
}
