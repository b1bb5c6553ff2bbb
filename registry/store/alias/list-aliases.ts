/** Lists the names under which registries are reached. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface Alias {
  name: string
  accountId: string
  status: 'ACTIVE' | 'PENDING' | 'REJECTED'
  primary: boolean
  default: boolean
}

/** The aliases of these accounts in every status, the primary one of each first, then the oldest. */
export async function listAliases(db: Kysely<Database>, accountIds: readonly string[]): Promise<Alias[]> {
  const rows = await db
    .selectFrom('alias')
    .selectAll()
    .where('account_id', 'in', accountIds)
    .orderBy('account_id')
    .orderBy('is_primary', 'desc')
    .orderBy('created_at')
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    name: row.name,
    accountId: row.account_id,
    status: row.status,
    primary: row.is_primary === 1,
    default: row.is_default === 1,
  }))
}
