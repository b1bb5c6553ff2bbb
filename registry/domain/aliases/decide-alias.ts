/** The operator's decision on a custom alias that was asked for. On AWS a person of the service's staff makes it. */
import type { Account, Alias } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'
import { checkFreeName } from './check-alias-name.ts'
import { requireAlias } from './require-alias.ts'

interface Named {
  accountId: string
  name: string
  /** ISO 8601. */
  at: string
}

/**
 * Makes a pending alias active, also one that was refused before. Who else waits for the name is refused.
 * @throws {AliasError} when the account has not asked for it, or another registry has it by now
 */
export async function approveAlias(
  tx: Pick<Writes, 'aliases'>,
  named: Named & { primary: boolean },
): Promise<Alias> {
  const alias = await requireUndecided(tx, named)
  await checkFreeName(tx, named)
  await tx.aliases.rejectOthers(named, { at: named.at, reason: 'Another registry was given this alias.' })
  await tx.aliases.decide(named, { status: 'ACTIVE', at: named.at, reason: null })
  const own = await tx.aliases.list([named.accountId])
  const primary = named.primary || !own.some((one) => one.primary)
  if (primary) await tx.aliases.putPrimary(named)
  return { ...alias, status: 'ACTIVE', primary, decidedAt: named.at, reason: null }
}

/**
 * Refuses a pending alias.
 * @param named.reason told to the publisher
 * @throws {AliasError} when the account has not asked for it, or it is active already
 */
export async function rejectAlias(
  tx: Pick<Writes, 'aliases'>,
  named: Named & { reason: string },
): Promise<Alias> {
  const alias = await requireUndecided(tx, named)
  await tx.aliases.decide(named, { status: 'REJECTED', at: named.at, reason: named.reason })
  return { ...alias, status: 'REJECTED', decidedAt: named.at, reason: named.reason }
}

async function requireUndecided(tx: Pick<Writes, 'aliases'>, named: Named): Promise<Alias> {
  const alias = await requireAlias(tx, named)
  if (alias.status === 'ACTIVE') {
    throw new AliasError(
      'missing',
      `The alias '${named.name}' is active already; \`alias release\` takes it away.`,
    )
  }
  return alias
}

const order = ['PENDING', 'ACTIVE', 'REJECTED']

/** What there is to decide about: aliases of these, or of all accounts and statuses; the pending ones first, then by name. */
export async function listAliasRequests(
  { store }: { store: Pick<Store, 'aliases'> },
  { account, status }: { account?: string | undefined; status?: Alias['status'] | undefined },
): Promise<(Alias & Pick<Account, 'displayName' | 'verified'>)[]> {
  const aliases = await store.aliases.listWithAccounts({ accountId: account, status })
  return aliases.sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
}
