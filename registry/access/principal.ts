/** Who makes a call, as established from the signature of the request. */
export interface Principal {
  accountId: string
  userName: string
  /** `owner` may do everything in its own registry; `gallery` may read every registry and write none. */
  role: 'owner' | 'gallery'
  accessKeyId: string
}

/** The principal's ARN, as AWS writes it in error messages: `arn:aws:iam::123456789012:user/admin`. */
export function toPrincipalArn(principal: Principal): string {
  return `arn:aws:iam::${principal.accountId}:user/${principal.userName}`
}
