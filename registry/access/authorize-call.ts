/**
 * What the two roles may do. `owner`: everything in its own registry. `gallery`: read every registry, write
 * none; that role is this project's own, AWS has no principal that sees the registries of others.
 */
import { EcrError } from '#registry/api/ecr-error.ts'
import { type Principal, toPrincipalArn } from './principal.ts'

interface Call {
  /** The operation's name, such as `CreateRepository`. */
  action: string
  access: 'read' | 'write'
  /** The account whose registry it is; null when nobody has the alias that the caller named. */
  registryId: string | null
  arn: string
}

/**
 * Lets an allowed call pass. The answer to a refused one depends only on what the caller wrote, never on
 * whether the resource exists.
 * @throws {EcrError} AccessDeniedException in AWS's words
 */
export function authorizeCall(principal: Principal, call: Call): void {
  if (isAllowed(principal, call)) return
  const action = `ecr-public:${call.action}`
  throw new EcrError(
    'AccessDeniedException',
    `User: ${toPrincipalArn(principal)} is not authorized to perform: ${action} on resource: ${call.arn} because no identity-based policy allows the ${action} action`,
  )
}

function isAllowed(principal: Principal, call: Call): boolean {
  switch (principal.role) {
    case 'owner':
      return call.registryId === principal.accountId
    case 'gallery':
      return call.access === 'read'
  }
}
