/** Resolves a registry alias. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** The account that the active alias belongs to; null when nobody has it. */
export async function getAliasAccount(db: Kysely<Database>, name: string): Promise<string | null> {
  const row = await db
    .selectFrom('alias')
    .select('account_id')
    .where('name', '=', name)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst()
  return row?.account_id ?? null
}
