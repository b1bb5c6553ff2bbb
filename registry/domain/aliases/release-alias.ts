/**
 * Gives an alias back. The name stays reserved for the account that had it: references to its images are in use
 * elsewhere, and the next owner of the name could push what they pull.
 */

import type { Alias } from '#registry/store/entities.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'
import { requireAlias } from './require-alias.ts'

/**
 * Removes an active alias, or takes a request back. Where it was the primary one, the default alias becomes it.
 * @param named.at ISO 8601
 * @throws {AliasError} when the account has no such alias, or it is the default one, which cannot be given back
 */
export async function releaseAlias(
  tx: Pick<Writes, 'aliases'>,
  named: { accountId: string; name: string; at: string },
): Promise<Alias> {
  const { accountId, name, at } = named
  const alias = await requireAlias(tx, named)
  if (alias.default) {
    throw new AliasError('missing', `'${name}' is the default alias of the registry, which it always keeps.`)
  }
  await tx.aliases.delete({ accountId, name })
  if (alias.status === 'ACTIVE') {
    await tx.aliases.reserve({ accountId, name, at })
    await tx.aliases.ensureDefault({ accountId, at })
    await choosePrimaryAlias(tx, accountId)
  }
  return alias
}

async function choosePrimaryAlias(tx: Pick<Writes, 'aliases'>, accountId: string): Promise<void> {
  const own = await tx.aliases.list([accountId])
  if (own.some((alias) => alias.primary)) return
  const next = own.find((alias) => alias.default)
  if (next !== undefined) await tx.aliases.putPrimary({ accountId, name: next.name })
}
