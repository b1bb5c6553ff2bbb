/**
 * Makes credentials that end by themselves, for a user or for a role. The operator stands above trust policies: those say
 * who may take a role on without asking.
 */

import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { checkName } from './check-name.ts'
import { insertAccessKey, type NewAccessKey } from './manage-access-key.ts'
import { requireOwnAccount } from './require-account.ts'
import { requireHolder } from './require-holder.ts'

export interface SessionRequest {
  accountId: string
  /** One of the two. */
  user?: string | undefined
  role?: string | undefined
  /** Of a role's session; it stands in the principal's ARN. */
  sessionName: string
  seconds: number
}

/** @throws {OperatorError} when there is no such user or role, or the role lets no session last so long */
export async function createSession(
  service: { store: Pick<Store, 'transaction'>; keys: Keys; clock: () => Date },
  { accountId, user, role, sessionName, seconds }: SessionRequest,
): Promise<NewAccessKey & { expiresAt: string }> {
  checkName('session', sessionName)
  const expiresAt = new Date(service.clock().getTime() + seconds * 1000).toISOString()
  const key = await service.store.transaction(async (tx) => {
    await requireOwnAccount(tx, accountId)
    const { kind, id, name } = await requireHolder(tx, accountId, { user, role })
    if (kind === 'user') {
      const holder = { kind: 'user', userId: id } as const
      return insertAccessKey(tx, service, { accountId, holder, sessionSeconds: seconds })
    }
    const most = (await tx.roles.get(accountId, name))?.maxSessionSeconds ?? 0
    if (seconds > most) {
      throw new OperatorError(`A session of the role '${role}' can last ${most} seconds at most.`)
    }
    const holder = { kind: 'role', roleId: id, sessionName } as const
    return insertAccessKey(tx, service, { accountId, holder, sessionSeconds: seconds })
  })
  return { ...key, expiresAt }
}
