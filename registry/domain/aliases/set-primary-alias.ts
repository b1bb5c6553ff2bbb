/** Chooses the alias that stands in a registry's addresses. */

import type { Alias } from '#registry/store/entities.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'
import { requireAlias } from './require-alias.ts'

/**
 * Makes an active alias the primary one; the others stay good.
 * @throws {AliasError} when the account has no such alias, or it isn't active
 */
export async function setPrimaryAlias(
  tx: Pick<Writes, 'aliases'>,
  named: { accountId: string; name: string },
): Promise<Alias> {
  const alias = await requireAlias(tx, named)
  if (alias.status !== 'ACTIVE') {
    throw new AliasError(
      'missing',
      `The alias '${named.name}' is ${alias.status}; only an active one can be primary.`,
    )
  }
  await tx.aliases.putPrimary(named)
  return { ...alias, primary: true }
}
