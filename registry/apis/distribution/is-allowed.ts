/** May the caller of a route do something else in the same repository? */
import { type EvaluationParts, evaluateCall } from '#registry/domain/access/evaluate-call.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import type { RouteContext } from './distribution-request.ts'

export async function isAllowed(context: RouteContext<EvaluationParts>, action: string): Promise<boolean> {
  const { service, request, caller, repository } = context
  const { principal } = caller
  if (principal === null || principal.kind === 'gallery') return false
  const { accountId, name } = repository
  const origin = { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? '' }
  const arn = toRepositoryArn(accountId, name)
  const call = { action, access: 'read', registryId: accountId, arn } as const
  return (await evaluateCall(service, principal, origin, call)).reason === 'allowed'
}
