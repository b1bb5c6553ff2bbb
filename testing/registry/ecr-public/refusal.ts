/** What a refused call answers, for `toMatchObject`. */
import { type EcrErrorCode, errorTable } from '#registry/wire/aws-json/ecr-error.ts'

/** Any message counts when none is given. */
export function refusal(code: EcrErrorCode, message?: string): object {
  return { status: errorTable[code].status, body: { __type: code, ...(message && { message }) } }
}

/** The refusal of one parameter, in AWS's words. */
export function invalid(path: string, constraint: string): object {
  return refusal(
    'InvalidParameterException',
    `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`,
  )
}

/** The refusal of a call that no policy allows; to an owner, in another account's registry, it is the repository's that is missing. */
export function denied(userArn: string, operation: string, resourceArn: string): object {
  const [userAccount, resourceAccount] = [userArn, resourceArn].map((arn) => arn.split(':')[4])
  const side = userAccount === resourceAccount || userArn.endsWith('/gallery') ? 'identity' : 'resource'
  return refusal(
    'AccessDeniedException',
    `User: ${userArn} is not authorized to perform: ecr-public:${operation} on resource: ${resourceArn} because no ${side}-based policy allows the ecr-public:${operation} action`,
  )
}
