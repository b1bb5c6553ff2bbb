/** What of a repository decides about access: its policy and its tags. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface RepositoryAccess {
  policyText: string | null
  tags: { key: string; value: string }[]
}

/** Without either when there is no such repository: nobody is told so by a denial. */
export async function getRepositoryAccess(
  db: Kysely<Database>,
  accountId: string,
  name: string,
): Promise<RepositoryAccess> {
  const rows = await db
    .selectFrom('repository as r')
    .leftJoin('repository_policy as p', 'p.repository_id', 'r.repository_id')
    .leftJoin('resource_tag as t', 't.repository_id', 'r.repository_id')
    .select(['p.policy_text', 't.key', 't.value'])
    .where('r.account_id', '=', accountId)
    .where('r.name', '=', name)
    .execute()
  return {
    policyText: rows[0]?.policy_text ?? null,
    tags: rows.flatMap(({ key, value }) => (key === null ? [] : [{ key, value: value ?? '' }])),
  }
}
