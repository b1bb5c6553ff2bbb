/** Repositories' resource tags. */
import type { Kysely } from 'kysely'
import type { ResourceTagWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

export function createResourceTagVerbs(db: Kysely<Database>): ResourceTagWrites {
  return {
    async delete(repositoryId, keys) {
      if (keys.length === 0) return
      await db
        .deleteFrom('resource_tag')
        .where('repository_id', '=', repositoryId)
        .where('key', 'in', keys)
        .execute()
    },
    async list(repositoryId) {
      return db
        .selectFrom('resource_tag')
        .select(['key', 'value'])
        .where('repository_id', '=', repositoryId)
        .orderBy('key')
        .execute()
    },
    async put(repositoryId, given) {
      if (given.length === 0) return
      // Of several with one key the last counts; a statement may change a row only once.
      const tags = [...new Map(given.map((tag) => [tag.key, tag])).values()]
      await db
        .insertInto('resource_tag')
        .values(tags.map(({ key, value }) => ({ repository_id: repositoryId, key, value })))
        .onConflict((conflict) =>
          conflict
            .columns(['repository_id', 'key'])
            .doUpdateSet((expression) => ({ value: expression.ref('excluded.value') })),
        )
        .execute()
    },
  }
}
