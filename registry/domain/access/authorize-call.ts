/**
 * May a principal make a call? Users and roles may do what policies allow. The gallery's reader may read every registry and
 * write none: it is this project's own, AWS has no principal that sees the registries of others. Repositories are public,
 * so that a denial need not hide whether one exists.
 */
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { type Call, type CallOrigin, type EvaluationParts, evaluateCall } from './evaluate-call.ts'
import { toDenial } from './policy/to-denial.ts'
import { type Principal, toPrincipalArn } from './principal.ts'

/**
 * Lets an allowed call pass.
 * @throws {EcrError} AccessDeniedException in AWS's words
 */
export async function authorizeCall(
  parts: EvaluationParts,
  principal: Principal,
  origin: CallOrigin,
  call: Call,
): Promise<void> {
  const reason = await findReason(parts, principal, origin, call)
  if (reason === 'allowed') return
  throw new EcrError(
    'AccessDeniedException',
    toDenial(toPrincipalArn(principal), call.action, call.arn, reason),
  )
}

async function findReason(parts: EvaluationParts, principal: Principal, origin: CallOrigin, call: Call) {
  if (principal.kind === 'gallery') return call.access === 'read' ? 'allowed' : 'no-identity-allow'
  return (await evaluateCall(parts, principal, origin, call)).reason
}
