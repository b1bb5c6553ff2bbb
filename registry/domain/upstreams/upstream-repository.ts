/** The account of an upstream, which nobody can sign in to, and its repositories, which come to be with their first content. */
import { ConfigError } from '#lib/config/config.ts'
import type { Upstream } from '#lib/config/upstreams.ts'
import { newAccountId } from '#registry/domain/identities/create-account.ts'
import { readQuota } from '#registry/domain/limits/read-quota.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { UpstreamError } from './upstream-error.ts'

/** Nothing changes that but an operator. */
const busyMs = 60_000

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

/**
 * The id of the repository, which is made when there is none.
 * @throws {UpstreamError} `refused` when the account has as many as its quota lets it have
 */
export async function requireRepository(
  { store }: { store: Pick<Store, 'transaction' | 'repositories'> },
  { host, accountId, name, at }: { host: string; accountId: string; name: string; at: string },
): Promise<number> {
  const known = await store.repositories.get(accountId, name)
  if (known !== null) return known.repositoryId
  return store.transaction(async (tx) => {
    const found = await tx.repositories.get(accountId, name)
    if (found !== null) return found.repositoryId
    await requireRoom(tx, { host, accountId })
    const { repositoryId } = await tx.repositories.insert({ accountId, name, at })
    await tx.changes.record({ accountId, repositoryName: name, at })
    return repositoryId
  })
}

/**
 * Before something is fetched for a repository that is not here yet.
 * @throws {UpstreamError} as `requireRepository` would, when it has come
 */
export async function requireRoomForRepository(
  { store }: { store: Pick<Store, 'quotas' | 'repositories'> },
  { host, accountId, name }: { host: string; accountId: string; name: string },
): Promise<void> {
  if ((await store.repositories.get(accountId, name)) === null) await requireRoom(store, { host, accountId })
}

async function requireRoom(
  reads: Pick<Reads, 'quotas' | 'repositories'>,
  { host, accountId }: { host: string; accountId: string },
): Promise<void> {
  const max = await readQuota(reads, accountId, 'repositories')
  if ((await reads.repositories.count(accountId)) < max) return
  const message = `As many repositories of ${host} are kept here as may be, which is ${max}.`
  throw new UpstreamError('refused', message, { status: 503, retryAfterMs: busyMs, reason: 'no-room' })
}
