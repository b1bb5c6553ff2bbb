/** Finds a repository by an alias of its registry, as image references name it. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Whose the active alias is, and the repository of that name there; null for what there is not. */
export async function findRepositoryId(
  db: Kysely<Database>,
  alias: string,
  name: string,
): Promise<{ accountId: string | null; repositoryId: number | null }> {
  const row = await db
    .selectFrom('alias')
    .leftJoin('repository', (join) =>
      join.onRef('repository.account_id', '=', 'alias.account_id').on('repository.name', '=', name),
    )
    .select(['alias.account_id', 'repository.repository_id'])
    .where('alias.name', '=', alias)
    .where('alias.status', '=', 'ACTIVE')
    .executeTakeFirst()
  return { accountId: row?.account_id ?? null, repositoryId: row?.repository_id ?? null }
}
