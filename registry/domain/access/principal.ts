/**
 * Who makes a call, as established from a signature or a token (IAM user guide, "IAM identifiers"). What a principal may
 * do is not part of it: that is looked up at each call, so that a change counts at once.
 */

export interface Principal {
  /** `gallery` is this project's own: it may read every registry and write none, and has no policies. */
  kind: 'user' | 'role' | 'gallery'
  accountId: string
  /** The user's name, or that of the role session. */
  userName: string
  /** `arn:aws:iam::123456789012:user/admin`, or `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION`. */
  arn: string
  /** `AIDA…` of a user, `AROA…:SESSION` of a role session. It is never given to anyone else. */
  principalId: string
  accessKeyId: string
  /** The role that a session is of, as CloudTrail names it. */
  sessionIssuer?: { type: 'Role'; principalId: string; arn: string; accountId: string; userName: string }
}

/** Instead of a unique id: users and roles have none that looks like it. */
export const galleryPrincipalId = 'gallery'

/** The principal's ARN, as AWS writes it in error messages: `arn:aws:iam::123456789012:user/admin`. */
export function toPrincipalArn(principal: Principal): string {
  return principal.arn
}

/** @example toUserArn('123456789012', 'admin') // 'arn:aws:iam::123456789012:user/admin' */
export function toUserArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:user/${name}`
}

/** @example toRoleArn('123456789012', 'ci') // 'arn:aws:iam::123456789012:role/ci' */
export function toRoleArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`
}
