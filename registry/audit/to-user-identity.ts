/** The `userIdentity` of a record (CloudTrail user guide, "CloudTrail userIdentity element"). */
import { type Principal, toPrincipalArn } from '#registry/access/principal.ts'

export interface UserIdentity {
  type: 'IAMUser' | 'AssumedRole' | 'AWSAccount' | 'Operator'
  principalId?: string
  arn?: string
  accountId?: string
  accessKeyId?: string
  userName?: string
  sessionContext?: { sessionIssuer: object }
}

export function toUserIdentity(principal: Principal): UserIdentity {
  const { accountId, accessKeyId, userName } = principal
  const arn = toPrincipalArn(principal)
  return { type: 'IAMUser', principalId: `${accountId}:${userName}`, arn, accountId, accessKeyId, userName }
}

/** Whoever used an access key without proving that they have its secret. */
export function toUnprovenIdentity(accountId: string, accessKeyId: string): UserIdentity {
  return { type: 'AWSAccount', principalId: 'unknown', accountId, accessKeyId }
}

/** Whoever may open `DATA_DIR`. CloudTrail has no name for one who runs the service itself. */
export const operatorIdentity: UserIdentity = {
  type: 'Operator',
  principalId: 'operator',
  userName: 'operator',
}
