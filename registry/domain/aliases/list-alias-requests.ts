/** What an operator decides about: aliases with who has them or asked for them. */
import type { Account, Alias } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

const order = ['PENDING', 'ACTIVE', 'REJECTED']

/** Aliases of these, or of all accounts and statuses; the pending ones first, then by name. */
export async function listAliasRequests(
  { store }: { store: Pick<Store, 'aliases'> },
  { account, status }: { account?: string | undefined; status?: Alias['status'] | undefined },
): Promise<(Alias & Pick<Account, 'displayName' | 'verified'>)[]> {
  const aliases = await store.aliases.listWithAccounts({ accountId: account, status })
  return aliases.sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
}
