/** What an operator sees of every account: who it is, and under which names it is reached or wants to be. */
import type { Store } from '#registry/store/open-store.ts'

const pageSize = 1_000

/** All accounts by their ids, each with its aliases in every status. */
export async function listRegistries({ store }: { store: Pick<Store, 'accounts' | 'aliases'> }) {
  const registries = []
  let after: string | null = null
  do {
    const accounts = await store.accounts.list({ only: null, after, limit: pageSize })
    const aliases = await store.aliases.list(accounts.map(({ accountId }) => accountId))
    const aliasesOf = Map.groupBy(aliases, ({ accountId }) => accountId)
    for (const account of accounts) {
      const own = aliasesOf.get(account.accountId) ?? []
      registries.push({ ...account, aliases: own.map(({ accountId: _, ...alias }) => alias) })
    }
    after = accounts.length < pageSize ? null : (accounts.at(-1)?.accountId ?? null)
  } while (after !== null)
  return registries
}
