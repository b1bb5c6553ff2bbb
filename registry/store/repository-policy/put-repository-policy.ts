/** Writes a repository's policy. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Sets or replaces the policy. */
export async function putRepositoryPolicy(
  db: Kysely<Database>,
  repositoryId: number,
  policyText: string,
): Promise<void> {
  await db
    .insertInto('repository_policy')
    .values({ repository_id: repositoryId, policy_text: policyText })
    .onConflict((conflict) => conflict.column('repository_id').doUpdateSet({ policy_text: policyText }))
    .execute()
}
