/** Policies that an account keeps, or that are built in, and that can be attached to many. */
import { builtInPolicies } from '#registry/domain/access/policy/built-in-policies.ts'
import { identityPolicySchema } from '#registry/domain/access/policy/policy-document.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Reads, Writes } from '#registry/store/verbs.ts'
import { checkName } from './check-name.ts'
import { parsePolicy } from './parse-policy.ts'
import { requireAccount } from './require-account.ts'
import { type HolderNames, requireHolder } from './require-holder.ts'

interface PolicyRequest {
  accountId: string
  name: string
}

/** @throws {OperatorError} when there is no such account, the name is taken, or the policy malformed */
export async function createPolicy(
  service: { store: Pick<Store, 'transaction'>; clock: () => Date },
  request: PolicyRequest & { document: unknown },
) {
  const { accountId, name } = request
  checkName('policy', name)
  const document = parsePolicy(identityPolicySchema, request.document)
  const arn = toPolicyArn(accountId, name)
  const at = service.clock().toISOString()
  await service.store.transaction(async (tx) => {
    await requireAccount(tx, accountId)
    if (!(await tx.policies.insert({ arn, accountId, name, document, at }))) {
      throw new OperatorError(`The account ${accountId} has a policy '${name}' already.`)
    }
  })
  return { arn }
}

/** @throws {OperatorError} when there is no such policy, or it is attached to someone */
export async function deletePolicy(
  service: { store: Pick<Store, 'transaction'> },
  { accountId, name }: PolicyRequest,
): Promise<void> {
  await service.store.transaction(async (tx) => {
    const arn = await findPolicyArn(tx, accountId, name)
    if (builtInPolicies.has(arn)) throw new OperatorError(`${arn} is built in and cannot be deleted.`)
    if (await tx.policies.isAttached(arn)) {
      throw new OperatorError(`${arn} is attached (\`policy list\` shows to whom). Detach it first.`)
    }
    await tx.policies.delete(arn)
  })
}

export interface AttachmentRequest extends HolderNames {
  accountId: string
  /** Name or ARN of a policy of the account, or of one that is built in. */
  policy: string
}

/** Does nothing when it is attached already. */
export async function attachPolicy(
  service: { store: Pick<Store, 'transaction'> },
  request: AttachmentRequest,
) {
  return service.store.transaction((tx) => insertAttachment(tx, request))
}

/** The same inside a transaction of the caller's. */
export async function insertAttachment(tx: Writes, request: AttachmentRequest) {
  const holder = await requireHolder(tx, request.accountId, request)
  const arn = await findPolicyArn(tx, request.accountId, request.policy)
  await tx.policies.attach(holder, arn)
  return { arn, [holder.kind]: holder.name }
}

/** @throws {OperatorError} when it is not attached */
export async function detachPolicy(
  service: { store: Pick<Store, 'transaction'> },
  request: AttachmentRequest,
) {
  return service.store.transaction(async (tx) => {
    const holder = await requireHolder(tx, request.accountId, request)
    const arn = await findPolicyArn(tx, request.accountId, request.policy)
    if (!(await tx.policies.detach(holder, arn))) {
      throw new OperatorError(`${arn} is not attached to the ${holder.kind} '${holder.name}'.`)
    }
    return { arn, [holder.kind]: holder.name }
  })
}

function toPolicyArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:policy/${name}`
}

/** By name an account's own comes first. */
async function findPolicyArn(db: Reads, accountId: string, policy: string): Promise<string> {
  const own = await db.policies.findArn(accountId, policy)
  if (own !== null) return own
  const builtIn = policy.startsWith('arn:') ? policy : `arn:aws:iam::aws:policy/${policy}`
  if (builtInPolicies.has(builtIn)) return builtIn
  throw new OperatorError(
    `The account ${accountId} has no policy '${policy}', and none of that name is built in. Built in are ${[...builtInPolicies.keys()].map((arn) => arn.split('/').at(-1)).join(', ')}.`,
  )
}
