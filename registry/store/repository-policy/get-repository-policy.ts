/** Reads a repository's policy. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** The policy as it is answered, pretty-printed; null when the repository has none. */
export async function getRepositoryPolicy(
  db: Kysely<Database>,
  repositoryId: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('repository_policy')
    .select('policy_text')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst()
  return row?.policy_text ?? null
}
