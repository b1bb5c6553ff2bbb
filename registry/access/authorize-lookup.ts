/** Who may read the audit log of an account: whoever may do everything there. */
import { EcrError } from '#registry/api/ecr-error.ts'
import type { Service } from '#registry/service.ts'
import { type Principal, toPrincipalArn } from './principal.ts'

const action = 'cloudtrail:LookupEvents'

/** @throws {EcrError} AccessDeniedException */
export async function authorizeLookup(_service: Service, principal: Principal): Promise<void> {
  if (principal.role === 'owner') return
  throw new EcrError(
    'AccessDeniedException',
    `User: ${toPrincipalArn(principal)} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  )
}
