/**
 * Gives an account its default alias, as the original does at the account's first repository. The form,
 * four letters and four digits in turn (`b8a8x1o6`), is the one observed on public.ecr.aws.
 */
import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Does nothing where the account already has a default alias; true when it made one. `at` is ISO 8601. */
export async function ensureDefaultAlias(
  tx: Kysely<Database>,
  account: { accountId: string; at: string },
): Promise<boolean> {
  const aliases = await tx
    .selectFrom('alias')
    .select(['is_default', 'is_primary'])
    .where('account_id', '=', account.accountId)
    .execute()
  if (aliases.some((alias) => alias.is_default === 1)) return false
  const isPrimary = aliases.some((alias) => alias.is_primary === 1) ? 0 : 1
  await tx
    .insertInto('alias')
    .values({
      name: await findFreeName(tx),
      account_id: account.accountId,
      status: 'ACTIVE',
      is_primary: isPrimary,
      is_default: 1,
      created_at: account.at,
      decided_at: null,
      reason: null,
    })
    .execute()
  return true
}

async function findFreeName(tx: Kysely<Database>): Promise<string> {
  for (;;) {
    const name = newDefaultAlias()
    const taken = await tx.selectFrom('alias').select('name').where('name', '=', name).executeTakeFirst()
    if (!taken) return name
  }
}

/** A random name of the form `([a-z][0-9]){4}`: 4.5 billion of them. */
export function newDefaultAlias(): string {
  return Array.from({ length: 4 }, () => `${letters[randomInt(26)]}${randomInt(10)}`).join('')
}
