/** Who may read the audit log of an account: whom a policy allows `cloudtrail:LookupEvents`. */
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { authorizeCall } from './authorize-call.ts'
import type { CallOrigin, EvaluationParts } from './evaluate-call.ts'
import { toDenial } from './policy/to-denial.ts'
import type { Principal } from './principal.ts'

const action = 'cloudtrail:LookupEvents'

/** @throws {EcrError} AccessDeniedException in AWS's words */
export async function authorizeLookup(
  parts: EvaluationParts,
  principal: Principal,
  origin: CallOrigin,
): Promise<void> {
  // It may read every registry, but what was done there is nobody's but the account's.
  if (principal.kind === 'gallery') {
    throw new EcrError('AccessDeniedException', toDenial(principal.arn, action, '*', 'no-identity-allow'))
  }
  const { accountId: registryId } = principal
  await authorizeCall(parts, principal, origin, { action, access: 'read', registryId, arn: '*' })
}
