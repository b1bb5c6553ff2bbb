/** The `userIdentity` of a record (CloudTrail user guide, "CloudTrail userIdentity element"). */
import { galleryPrincipalId, type Principal } from '#registry/domain/access/principal.ts'

export interface UserIdentity {
  type: 'IAMUser' | 'AssumedRole' | 'AWSAccount' | 'WebIdentityUser' | 'Operator'
  principalId?: string
  arn?: string
  accountId?: string
  accessKeyId?: string
  userName?: string
  sessionContext?: { sessionIssuer: object }
  identityProvider?: string
}

/** A caller who has proven who they are. */
export function toUserIdentity(principal: Principal): UserIdentity {
  const { principalId, arn, accountId, accessKeyId, userName, sessionIssuer } = principal
  const known = { principalId, arn, accountId, accessKeyId }
  // The name of a session is in its ARN; CloudTrail names no user for one.
  if (sessionIssuer !== undefined) return { type: 'AssumedRole', ...known, sessionContext: { sessionIssuer } }
  return { type: 'IAMUser', ...known, userName }
}

/** This project's own reader, whose calls are the event of no account. */
export function isGalleryIdentity({ principalId }: UserIdentity): boolean {
  return principalId === galleryPrincipalId
}

/** A caller that used an access key without proving that they have its secret. */
export function toUnprovenIdentity(accountId: string, accessKeyId: string): UserIdentity {
  return { type: 'AWSAccount', principalId: 'unknown', accountId, accessKeyId }
}

/** Anyone who may open `DATA_DIR`. CloudTrail has no name for one who runs the service itself. */
export const operatorIdentity: UserIdentity = {
  type: 'Operator',
  principalId: 'operator',
  userName: 'operator',
}
