/** Lists the names by which publishers are known. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Custom aliases that are active, and the display names of verified publishers; not those of `except`. */
export async function listPublisherNames(
  db: Kysely<Database>,
  { except }: { except: string },
): Promise<{ shown: string; verified: boolean }[]> {
  const aliases = await db
    .selectFrom('alias')
    .innerJoin('account', 'account.account_id', 'alias.account_id')
    .select(['alias.name', 'account.verified'])
    .where('alias.account_id', '!=', except)
    .where('alias.status', '=', 'ACTIVE')
    .where('alias.is_default', '=', 0)
    .orderBy('account.verified', 'desc')
    .orderBy('alias.name')
    .execute()
  const verified = await db
    .selectFrom('account')
    .select('display_name')
    .where('account_id', '!=', except)
    .where('verified', '=', 1)
    .where('display_name', '!=', '')
    .orderBy('display_name')
    .execute()
  return [
    ...aliases.map(({ name, verified }) => ({ shown: name, verified: verified === 1 })),
    ...verified.map(({ display_name }) => ({ shown: display_name, verified: true })),
  ]
}
