/** Roles: what somebody may take on for a while. The trust policy says who; a session has the role's policies alone. */

import { trustPolicySchema } from '#registry/domain/access/policy/policy-document.ts'
import { toRoleArn } from '#registry/domain/access/principal.ts'
import { findTrustFault } from '#registry/domain/access/trust/check-trust-policy.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { checkName } from './check-name.ts'
import { newUniqueId } from './new-unique-id.ts'
import { parsePolicy } from './parse-policy.ts'
import { requireAccount, requireOwnAccount } from './require-account.ts'
import { requireRole } from './require-holder.ts'

export interface RoleRequest {
  accountId: string
  name: string
  /** A policy, as JSON was parsed. */
  trustPolicy: unknown
  /** Between 900 and 43,200. */
  maxSessionSeconds: number
}

/** @throws {OperatorError} when there is no such account, the name is taken, or the policy malformed */
export async function createRole(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  request: RoleRequest,
) {
  const { accountId, name, trustPolicy, maxSessionSeconds } = request
  checkName('role', name)
  const document = parseTrust(accountId, trustPolicy)
  const roleId = newUniqueId('AROA')
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireOwnAccount(tx, accountId)
    const role = { roleId, accountId, name, trustPolicy: document, maxSessionSeconds, at }
    if (!(await tx.roles.insert(role))) {
      throw new OperatorError(`The account ${accountId} has a role '${name}' already.`)
    }
  })
  return { accountId, roleName: name, roleId, arn: toRoleArn(accountId, name) }
}

/** Replaces who may take a role on; sessions that run go on. */
export async function setTrustPolicy(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name, trustPolicy }: Pick<RoleRequest, 'accountId' | 'name' | 'trustPolicy'>,
): Promise<void> {
  const document = parseTrust(accountId, trustPolicy)
  await service.store.transaction(async (tx) => {
    const { id } = await requireRole(tx, accountId, name)
    await tx.roles.setTrustPolicy(id, document)
  })
}

function parseTrust(accountId: string, trustPolicy: unknown): string {
  const document = parsePolicy(trustPolicySchema, trustPolicy)
  const fault = findTrustFault(trustPolicySchema.parse(trustPolicy), accountId)
  if (fault !== null) throw new OperatorError(`The trust policy is not safe: ${fault}.`)
  return document
}

/** Ends the role's sessions too. */
export async function deleteRole(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const { id } = await requireRole(tx, accountId, name)
    await tx.roles.delete(id)
  })
}

/** Every role of an account, with its trust policy. */
export async function listRoles(
  { store }: { store: Pick<Store, 'accounts' | 'roles'> },
  { accountId }: { accountId: string },
) {
  await requireAccount(store, accountId)
  const roles = await store.roles.list(accountId)
  return roles.map((role) => ({
    roleName: role.name,
    roleId: role.roleId,
    arn: toRoleArn(accountId, role.name),
    maxSessionSeconds: role.maxSessionSeconds,
    trustPolicy: JSON.parse(role.trustPolicy) as object,
  }))
}
