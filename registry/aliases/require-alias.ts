/** Finds an alias of an account, or says that it has none of that name. */
import type { Kysely } from 'kysely'
import { getAlias } from '#registry/store/alias/get-alias.ts'
import type { Alias } from '#registry/store/alias/list-aliases.ts'
import type { Database } from '#registry/store/schema.ts'
import { AliasError } from './alias-error.ts'

/** @throws {AliasError} when the account neither has the name nor asked for it */
export async function requireAlias(
  db: Kysely<Database>,
  named: { accountId: string; name: string },
): Promise<Alias> {
  const alias = await getAlias(db, named)
  if (alias === null)
    throw new AliasError('missing', `The registry ${named.accountId} has no alias '${named.name}'.`)
  return alias
}
