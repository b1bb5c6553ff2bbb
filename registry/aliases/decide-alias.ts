/** The operator's decision on a custom alias that was asked for. On AWS a person of the service's staff makes it. */
import type { Kysely } from 'kysely'
import type { Alias } from '#registry/store/alias/list-aliases.ts'
import { putPrimaryAlias } from '#registry/store/alias/put-alias.ts'
import type { Database } from '#registry/store/schema.ts'
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
  tx: Kysely<Database>,
  named: Named & { primary: boolean },
): Promise<Alias> {
  const alias = await requireUndecided(tx, named)
  await checkFreeName(tx, named)
  await tx
    .updateTable('alias')
    .set({ status: 'REJECTED', decided_at: named.at, reason: 'Another registry was given this alias.' })
    .where('name', '=', named.name)
    .where('account_id', '!=', named.accountId)
    .where('status', '=', 'PENDING')
    .execute()
  await decide(tx, named, { status: 'ACTIVE', decided_at: named.at, reason: null })
  const primary = named.primary || !(await hasPrimaryAlias(tx, named.accountId))
  if (primary) await putPrimaryAlias(tx, named)
  return { ...alias, status: 'ACTIVE', primary, decidedAt: named.at, reason: null }
}

/**
 * Refuses a pending alias.
 * @param named.reason told to the publisher
 * @throws {AliasError} when the account has not asked for it, or it is active already
 */
export async function rejectAlias(tx: Kysely<Database>, named: Named & { reason: string }): Promise<Alias> {
  const alias = await requireUndecided(tx, named)
  await decide(tx, named, { status: 'REJECTED', decided_at: named.at, reason: named.reason })
  return { ...alias, status: 'REJECTED', decidedAt: named.at, reason: named.reason }
}

async function requireUndecided(tx: Kysely<Database>, named: Named): Promise<Alias> {
  const alias = await requireAlias(tx, named)
  if (alias.status === 'ACTIVE') {
    throw new AliasError(
      'missing',
      `The alias '${named.name}' is active already; \`alias release\` takes it away.`,
    )
  }
  return alias
}

async function decide(
  tx: Kysely<Database>,
  { accountId, name }: Named,
  decision: Pick<Database['alias'], 'status' | 'decided_at' | 'reason'>,
): Promise<void> {
  await tx
    .updateTable('alias')
    .set(decision)
    .where('name', '=', name)
    .where('account_id', '=', accountId)
    .execute()
}

async function hasPrimaryAlias(tx: Kysely<Database>, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('alias')
    .select('name')
    .where('account_id', '=', accountId)
    .where('is_primary', '=', 1)
    .executeTakeFirst()
  return row !== undefined
}
