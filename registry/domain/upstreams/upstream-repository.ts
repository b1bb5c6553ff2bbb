/** The account of an upstream, which nobody can sign in to, and its repositories, which come to be with their first content. */
import { randomInt } from 'node:crypto'
import { ConfigError } from '#lib/config/config.ts'
import type { Upstream } from '#lib/config/upstreams.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * The account whose alias is the upstream's namespace; it is made when there is none.
 * @throws {ConfigError} when the namespace is the alias of somebody
 */
export async function requireUpstreamAccount(
  { store, clock }: { store: Pick<Store, 'transaction'>; clock: () => Date },
  { host, namespace }: Upstream,
): Promise<string> {
  const at = clock().toISOString()
  return store.transaction(async (tx) => {
    const holder = await tx.aliases.getHolder(namespace)
    if (holder !== null) {
      const known = await tx.settings.get(`upstream-of:${holder.accountId}`)
      if (known === host && !holder.released) return holder.accountId
      const whose = known === null ? 'a registry here' : `the upstream ${known}`
      throw new ConfigError(
        `UPSTREAMS_FILE: the namespace '${namespace}' of ${host} is an alias of ${whose}. Choose another one.`,
      )
    }
    let accountId = newAccountId()
    while (!(await tx.accounts.insert({ accountId, displayName: host, at }))) accountId = newAccountId()
    await tx.settings.put(`upstream-of:${accountId}`, host)
    await tx.aliases.put({ accountId, name: namespace, status: 'ACTIVE', at })
    await tx.aliases.putPrimary({ accountId, name: namespace })
    await tx.changes.record({ accountId, repositoryName: null, at })
    return accountId
  })
}

/** The id of the repository, which is made when there is none. */
export async function requireRepository(
  { store }: { store: Pick<Store, 'transaction' | 'repositories'> },
  { accountId, name, at }: { accountId: string; name: string; at: string },
): Promise<number> {
  const known = await store.repositories.get(accountId, name)
  if (known !== null) return known.repositoryId
  return store.transaction(async (tx) => {
    const found = await tx.repositories.get(accountId, name)
    if (found !== null) return found.repositoryId
    const { repositoryId } = await tx.repositories.insert({ accountId, name, at })
    await tx.changes.record({ accountId, repositoryName: name, at })
    return repositoryId
  })
}

function newAccountId(): string {
  return String(randomInt(100_000, 1_000_000)) + String(randomInt(1_000_000)).padStart(6, '0')
}
