/** What an operator decides about: aliases with who has them or asked for them. */
import type { Service } from '#registry/service.ts'
import { type Alias, toAlias } from '#registry/store/alias/list-aliases.ts'

const order = ['PENDING', 'ACTIVE', 'REJECTED']

/** Aliases of these, or of all accounts and statuses; the pending ones first, then by name. */
export async function listAliasRequests(
  { store }: Service,
  { account, status }: { account?: string | undefined; status?: Alias['status'] | undefined },
): Promise<(Alias & { displayName: string; verified: boolean })[]> {
  const rows = await store.db
    .selectFrom('alias')
    .innerJoin('account', 'account.account_id', 'alias.account_id')
    .selectAll('alias')
    .select(['account.display_name', 'account.verified'])
    .$if(account !== undefined, (query) => query.where('alias.account_id', '=', account ?? ''))
    .$if(status !== undefined, (query) => query.where('alias.status', '=', status ?? 'PENDING'))
    .orderBy('alias.name')
    .orderBy('alias.account_id')
    .execute()
  return rows
    .map((row) => ({ ...toAlias(row), displayName: row.display_name, verified: row.verified === 1 }))
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
}
