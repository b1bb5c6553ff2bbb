/** Policies that belong to one user, group or role, and go with it. */
import { identityPolicySchema } from '#registry/domain/access/policy/policy-document.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import { checkName } from './check-name.ts'
import { parsePolicy } from './parse-policy.ts'
import { type HolderNames, requireHolder } from './require-holder.ts'

export interface InlinePolicyRequest extends HolderNames {
  accountId: string
  name: string
}

/**
 * Writes a policy, in place of one of the same name.
 * @param request.document as JSON was parsed
 */
export async function putInlinePolicy(
  service: { store: Pick<Store, 'transaction'> },
  request: InlinePolicyRequest & { document: unknown },
): Promise<void> {
  const { accountId, name } = request
  checkName('policy', name)
  const document = parsePolicy(identityPolicySchema, request.document)
  await service.store.transaction(async (tx) => {
    const holder = await requireHolder(tx, accountId, request)
    await tx.policies.putInline(holder, { name, document })
  })
}

/** @throws {OperatorError} when there is no such policy */
export async function deleteInlinePolicy(
  service: { store: Pick<Store, 'transaction'> },
  request: InlinePolicyRequest,
): Promise<void> {
  const { accountId, name } = request
  await service.store.transaction(async (tx) => {
    const holder = await requireHolder(tx, accountId, request)
    if (!(await tx.policies.deleteInline(holder, name))) {
      throw new OperatorError(`The ${holder.kind} '${holder.name}' has no inline policy '${name}'.`)
    }
  })
}
