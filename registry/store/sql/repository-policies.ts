/** Repositories' policies. */
import type { Kysely } from 'kysely'
import type { RepositoryPolicyWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

export function createRepositoryPolicyVerbs(db: Kysely<Database>): RepositoryPolicyWrites {
  return {
    async delete(repositoryId) {
      await db.deleteFrom('repository_policy').where('repository_id', '=', repositoryId).execute()
    },
    async get(repositoryId) {
      const row = await db
        .selectFrom('repository_policy')
        .select('policy_text')
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst()
      return row?.policy_text ?? null
    },
    async put(repositoryId, policyText) {
      await db
        .insertInto('repository_policy')
        .values({ repository_id: repositoryId, policy_text: policyText })
        .onConflict((conflict) => conflict.column('repository_id').doUpdateSet({ policy_text: policyText }))
        .execute()
    },
  }
}
