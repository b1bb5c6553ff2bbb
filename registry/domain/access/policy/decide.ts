/**
 * The decision (IAM user guide, "Policy evaluation logic"): whatever is not allowed is denied; an explicit deny of either
 * side wins. In the same account one side has to allow; across accounts both have to.
 */
import type { CompiledPolicy, CompiledStatement, PolicyRequest, StatementPlace } from './compile-policy.ts'
import type { Requester } from './match-principal.ts'

export type DecisionReason =
  | 'allowed'
  | 'identity-deny'
  | 'resource-deny'
  | 'no-identity-allow'
  | 'no-resource-allow'

export interface Decision {
  reason: DecisionReason
  /** The statements that made it: those that allow, or the one that denies. None where nothing allows. */
  statements: StatementPlace[]
}

export interface DecisionInput extends PolicyRequest {
  requester: Requester
  identityPolicies: readonly CompiledPolicy[]
  /** Null when the resource has none. */
  resourcePolicy: CompiledPolicy | null
  /** The account that the resource belongs to. */
  resourceAccountId: string
}

/** Decides about one action. Denies come first, so that the statement which denies is named whatever else allows. */
export function decide(input: DecisionInput): Decision {
  const { requester, resourceAccountId } = input
  const identity = input.identityPolicies.flatMap(({ statements }) => statements)
  const denied = identity.find((statement) => statement.effect === 'Deny' && statement.applies(input))
  if (denied !== undefined) return { reason: 'identity-deny', statements: [toPlace(denied)] }

  const resource = (input.resourcePolicy?.statements ?? [])
    .map((statement) => ({ statement, match: statement.matchPrincipal(requester) }))
    .filter(({ match }) => match !== 'none')
  const refused = resource.find(({ statement }) => statement.effect === 'Deny' && statement.applies(input))
  if (refused !== undefined) return { reason: 'resource-deny', statements: [toPlace(refused.statement)] }

  const allows = identity.find((statement) => statement.effect === 'Allow' && statement.applies(input))
  const isSameAccount = requester.accountId === resourceAccountId
  const lets = resource.find(
    ({ statement, match }) =>
      statement.effect === 'Allow' && (match === 'direct' || !isSameAccount) && statement.applies(input),
  )?.statement
  const statements = [allows, lets].filter((statement) => statement !== undefined).map(toPlace)
  if (isSameAccount) {
    return statements.length > 0
      ? { reason: 'allowed', statements }
      : { reason: 'no-identity-allow', statements: [] }
  }
  if (allows === undefined) return { reason: 'no-identity-allow', statements: [] }
  return lets === undefined
    ? { reason: 'no-resource-allow', statements: [] }
    : { reason: 'allowed', statements }
}

function toPlace({ policy, index, sid }: CompiledStatement): StatementPlace {
  return { policy, index, sid }
}
