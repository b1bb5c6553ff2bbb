/** Makes an account, with its owner and a registry. The ECR Public API has no call for it: AWS makes accounts elsewhere. */
import { randomInt } from 'node:crypto'
import { isRegistryId } from '#lib/oci/repository-name.ts'
import { administratorAccessArn } from '#registry/domain/access/policy/built-in-policies.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { insertUser } from './manage-user.ts'

/** The user of each account that may do everything in it. */
export const ownerName = 'admin'

export interface AccountRequest {
  /** 12 digits; a free one is chosen where it is left out. */
  accountId?: string
  displayName?: string
}

/**
 * Makes an account without an alias; it gets its default alias with its first repository.
 * @throws {OperatorError} when the id is taken or not an account id
 */
export async function createAccount(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  request: AccountRequest = {},
): Promise<{ accountId: string }> {
  return service.store.transaction((tx) => insertAccount(tx, request, service.clock().toISOString()))
}

/** The same inside a transaction of the caller's. `at` is ISO 8601. */
export async function insertAccount(
  tx: Writes,
  { accountId = newAccountId(), displayName = '' }: AccountRequest,
  at: string,
): Promise<{ accountId: string }> {
  if (!isRegistryId(accountId)) {
    throw new OperatorError(`'${accountId}' is not an account id. Account ids have 12 digits.`)
  }
  if (!(await tx.accounts.insert({ accountId, displayName, at }))) {
    throw new OperatorError(`There is an account ${accountId} already.`)
  }
  await insertOwner(tx, accountId, at)
  await tx.changes.record({ accountId, repositoryName: null, at })
  return { accountId }
}

/** The user of an account that is there already. `at` is ISO 8601. */
export async function insertOwner(tx: Writes, accountId: string, at: string): Promise<void> {
  const { userId } = await insertUser(tx, { accountId, name: ownerName }, at)
  await tx.policies.attach({ kind: 'user', id: userId }, administratorAccessArn)
}

/** Never with a zero in front, as tools that take the id for a number would lose it. */
export function newAccountId(): string {
  return String(randomInt(100_000, 1_000_000)) + String(randomInt(1_000_000)).padStart(6, '0')
}
