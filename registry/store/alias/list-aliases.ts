/** Lists the names under which registries are reached. */
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../schema.ts'

export interface Alias {
  name: string
  accountId: string
  status: 'ACTIVE' | 'PENDING' | 'REJECTED'
  primary: boolean
  default: boolean
  /** When it was asked for or given, ISO 8601. */
  requestedAt: string
  /** When the operator decided; null while it waits, and for one that needed no decision. */
  decidedAt: string | null
  /** Why it was refused. */
  reason: string | null
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
  return rows.map(toAlias)
}

/** An alias of a row of the table. */
export function toAlias(row: Selectable<Database['alias']>): Alias {
  return {
    name: row.name,
    accountId: row.account_id,
    status: row.status,
    primary: row.is_primary === 1,
    default: row.is_default === 1,
    requestedAt: row.created_at,
    decidedAt: row.decided_at,
    reason: row.reason,
  }
}
