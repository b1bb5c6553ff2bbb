/** Finds the account that an operator means, or says that there is none. */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Reads } from '#registry/store/verbs.ts'

/** @throws {OperatorError} when there is no such account */
export async function requireAccount(db: Pick<Reads, 'accounts'>, accountId: string): Promise<void> {
  if ((await db.accounts.get(accountId)) === null)
    throw new OperatorError(`There is no account ${accountId}.`)
}

/**
 * The same for one that is to have users, or another name.
 * @throws {OperatorError} also for the account of an upstream: with a user of it, somebody could push what is pulled from elsewhere
 */
export async function requireOwnAccount(
  db: Pick<Reads, 'accounts' | 'settings'>,
  accountId: string,
): Promise<void> {
  await requireAccount(db, accountId)
  const host = await getUpstreamHost(db, accountId)
  if (host === null) return
  throw new OperatorError(
    `The account ${accountId} has what is pulled through from ${host}: nobody signs in to it, and it has one alias.`,
  )
}

/** @throws {OperatorError} for the account of an upstream: what is in its namespace is what the upstream has, and nobody adds to it */
export async function requireOwnImages(db: Pick<Reads, 'settings'>, accountId: string): Promise<void> {
  const host = await getUpstreamHost(db, accountId)
  if (host === null) return
  throw new OperatorError(
    `The account ${accountId} has what is pulled through from ${host}: nothing is pushed to it or deleted from it here.`,
  )
}

function getUpstreamHost({ settings }: Pick<Reads, 'settings'>, accountId: string): Promise<string | null> {
  return settings.get(`upstream-of:${accountId}`)
}
