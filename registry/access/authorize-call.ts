/**
 * May a principal make a call? (IAM user guide, "Policy evaluation logic".) Users and roles may what their policies allow;
 * the gallery's reader may read every registry and write none: it is this project's own, AWS has no principal that sees
 * the registries of others.
 */
import { EcrError } from '#registry/api/ecr-error.ts'
import type { Service } from '#registry/service.ts'
import { listIdentityPolicies } from '#registry/store/policy/list-identity-policies.ts'
import { type Principal, toPrincipalArn } from './principal.ts'

/** Where a call came from, for conditions. */
export interface CallOrigin {
  sourceIp: string
  userAgent: string
}

export interface Call {
  /** The action of the policies, such as `ecr-public:CreateRepository`. */
  action: string
  access: 'read' | 'write'
  /** The account whose registry it is; null when nobody has the alias that the caller named. */
  registryId: string | null
  arn: string
  /** Tags that the call would set. */
  requestTags?: readonly { Key: string; Value: string }[]
}

/**
 * Lets an allowed call pass.
 * @throws {EcrError} AccessDeniedException in AWS's words
 */
export async function authorizeCall(
  service: Pick<Service, 'access' | 'store'>,
  principal: Principal,
  _origin: CallOrigin,
  call: Call,
): Promise<void> {
  if (await isAllowed(service, principal, call)) return
  throw new EcrError(
    'AccessDeniedException',
    `User: ${toPrincipalArn(principal)} is not authorized to perform: ${call.action} on resource: ${call.arn} because no identity-based policy allows the ${call.action} action`,
  )
}

async function isAllowed(
  { access, store }: Pick<Service, 'access' | 'store'>,
  principal: Principal,
  call: Call,
): Promise<boolean> {
  const { kind } = principal
  if (kind === 'gallery') return call.access === 'read'
  if (call.registryId !== principal.accountId) return false
  const id = principal.sessionIssuer?.principalId ?? principal.principalId
  const policies = await access.read(`policies ${id}`, () => listIdentityPolicies(store.db, { kind, id }))
  return policies.some(({ name }) => name === 'arn:aws:iam::aws:policy/AdministratorAccess')
}
