/**
 * Gives an alias back. The name stays reserved for the account that had it: references to its images are in use
 * elsewhere, and whoever had the name next could push what they pull.
 */
import type { Kysely } from 'kysely'
import { deleteAlias } from '#registry/store/alias/delete-alias.ts'
import { ensureDefaultAlias } from '#registry/store/alias/ensure-default-alias.ts'
import { type Alias, listAliases } from '#registry/store/alias/list-aliases.ts'
import { putPrimaryAlias } from '#registry/store/alias/put-alias.ts'
import type { Database } from '#registry/store/schema.ts'
import { AliasError } from './alias-error.ts'
import { requireAlias } from './require-alias.ts'

/**
 * Removes an active alias, or takes a request back. Where it was the primary one, the default alias becomes it.
 * @param named.at ISO 8601
 * @throws {AliasError} when the account has no such alias, or it is the default one, which cannot be given back
 */
export async function releaseAlias(
  tx: Kysely<Database>,
  named: { accountId: string; name: string; at: string },
): Promise<Alias> {
  const { accountId, name, at } = named
  const alias = await requireAlias(tx, named)
  if (alias.default) {
    throw new AliasError('missing', `'${name}' is the default alias of the registry, which it always keeps.`)
  }
  await deleteAlias(tx, { accountId, name })
  if (alias.status === 'ACTIVE') {
    await tx
      .insertInto('released_alias')
      .values({ name, account_id: accountId, released_at: at })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet({ account_id: accountId, released_at: at }),
      )
      .execute()
    await ensureDefaultAlias(tx, { accountId, at })
    await choosePrimaryAlias(tx, accountId)
  }
  return alias
}

async function choosePrimaryAlias(tx: Kysely<Database>, accountId: string): Promise<void> {
  const own = await listAliases(tx, [accountId])
  if (own.some((alias) => alias.primary)) return
  const next = own.find((alias) => alias.default)
  if (next !== undefined) await putPrimaryAlias(tx, { accountId, name: next.name })
}
