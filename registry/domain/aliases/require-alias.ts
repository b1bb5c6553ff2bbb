/** Finds an alias of an account, or says that it has none of that name. */

import type { Alias } from '#registry/store/entities.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'

/** @throws {AliasError} when the account neither has the name nor asked for it */
export async function requireAlias(
  db: Pick<Reads, 'aliases'>,
  named: { accountId: string; name: string },
): Promise<Alias> {
  const alias = await db.aliases.get(named)
  if (alias === null)
    throw new AliasError('missing', `The registry ${named.accountId} has no alias '${named.name}'.`)
  return alias
}
