/** Lists an account's repositories by name. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { type Repository, toRepository } from './get-repository.ts'

/** Up to `limit` repositories whose names come after `after`; from the first one when that is null. */
export async function listRepositories(
  db: Kysely<Database>,
  { accountId, after, limit }: { accountId: string; after: string | null; limit: number },
): Promise<Repository[]> {
  const rows = await db
    .selectFrom('repository')
    .selectAll()
    .where('account_id', '=', accountId)
    .$if(after !== null, (query) => query.where('name', '>', after))
    .orderBy('name')
    .limit(limit)
    .execute()
  return rows.map(toRepository)
}

/** The repositories among `names` that exist, in no particular order. */
export async function listRepositoriesNamed(
  db: Kysely<Database>,
  accountId: string,
  names: readonly string[],
): Promise<Repository[]> {
  const rows = await db
    .selectFrom('repository')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name', 'in', names)
    .execute()
  return rows.map(toRepository)
}

/** The names of the account's repositories that have a logo. */
export async function listRepositoriesWithLogo(db: Kysely<Database>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('repository')
    .innerJoin('catalog_data', 'catalog_data.repository_id', 'repository.repository_id')
    .select('repository.name')
    .where('repository.account_id', '=', accountId)
    .where('catalog_data.logo_sha256', 'is not', null)
    .orderBy('repository.name')
    .execute()
  return rows.map(({ name }) => name)
}
