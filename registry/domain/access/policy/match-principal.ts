/**
 * Whom a `Principal` names (IAM user guide, "AWS JSON policy elements: Principal"). An account is something else than the
 * principals in it: to name it hands the decision to its own administrators, so that in the same account their policies
 * still have to allow.
 */
import type { PolicyPrincipal } from './policy-document.ts'

export interface Requester {
  accountId: string
  /** Of the user, or of the role session. */
  arn: string
  /** `AIDA…`, or `AROA…:SESSION`. */
  principalId: string
  /** Of a session. */
  roleArn?: string | undefined
}

export type PrincipalMatch = 'direct' | 'account' | 'none'

/** How the element names the requester; it is matched against many. */
export function preparePrincipal(principal: PolicyPrincipal): (requester: Requester) => PrincipalMatch {
  const names = principal === '*' ? ['*'] : [principal.AWS ?? []].flat()
  const direct = new Set(names)
  const accounts = new Set(
    names.flatMap((name) => /^(?:arn:aws:iam::)?([0-9]{12})(?::root)?$/.exec(name)?.[1] ?? []),
  )
  return ({ accountId, arn, principalId, roleArn }) => {
    const [uniqueId = ''] = principalId.split(':')
    const known = ['*', arn, principalId, uniqueId, ...(roleArn === undefined ? [] : [roleArn])]
    if (known.some((name) => direct.has(name))) return 'direct'
    return accounts.has(accountId) ? 'account' : 'none'
  }
}
