/** Looks up one repository by its name. */
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../schema.ts'

export interface Repository {
  repositoryId: number
  accountId: string
  name: string
  /** ISO 8601. */
  createdAt: string
}

/** The repository of this name in the account's registry; null when there is none. */
export async function getRepository(
  db: Kysely<Database>,
  accountId: string,
  name: string,
): Promise<Repository | null> {
  const row = await db
    .selectFrom('repository')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row === undefined ? null : toRepository(row)
}

export function toRepository(row: Selectable<Database['repository']>): Repository {
  return {
    repositoryId: row.repository_id,
    accountId: row.account_id,
    name: row.name,
    createdAt: row.created_at,
  }
}
