/** Writes a repository's resource tags. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { ResourceTag } from './list-resource-tags.ts'

/** Adds tags; one whose key exists gets the new value, others stay as they are. */
export async function putResourceTags(
  db: Kysely<Database>,
  repositoryId: number,
  tags: readonly ResourceTag[],
): Promise<void> {
  if (tags.length === 0) return
  await db
    .insertInto('resource_tag')
    .values(tags.map(({ key, value }) => ({ repository_id: repositoryId, key, value })))
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'key'])
        .doUpdateSet((expression) => ({ value: expression.ref('excluded.value') })),
    )
    .execute()
}
