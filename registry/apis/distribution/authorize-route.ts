/**
 * What a caller may do in a repository: everybody may pull, and no policy is asked; for everything else policies decide,
 * within what the token was asked for.
 */
import type { Config } from '#lib/config/config.ts'
import type { AccessCache } from '#registry/domain/access/access-cache.ts'
import type {
  RegistryAuthentication,
  RegistryCaller,
} from '#registry/domain/access/authenticate-registry-request.ts'
import { authorizeCall } from '#registry/domain/access/authorize-call.ts'
import { type EvaluationParts, evaluateCall } from '#registry/domain/access/evaluate-call.ts'
import { coversAction, type ScopeAction } from '#registry/domain/access/scope.ts'
import type { Store } from '#registry/store/open-store.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { toChallenge } from './challenge.ts'
import type { DistributionRequest, RouteContext } from './distribution-request.ts'
import { OciError } from './oci-error.ts'

const wording = {
  none: undefined,
  expired: 'Your authorization token has expired. Reauthenticate and try again.',
  invalid: 'Your Authorization Token is invalid.',
} as const

/**
 * The caller, when it is one.
 * @param scope what the challenge names
 * @throws {OciError} with a challenge when there is no token, or one that is no good
 */
export function requireCaller(
  { config }: { config: Config },
  { headers }: DistributionRequest,
  authentication: RegistryAuthentication,
  scope: string,
): RegistryCaller {
  if (authentication.state === 'valid') return authentication.caller
  const message = wording[authentication.state]
  throw toChallenge(config, headers, {
    scope,
    ...(message !== undefined && { error: 'invalid_token', message }),
  })
}

/**
 * Lets an allowed call pass. Repositories are public, so that a denial need not hide whether one exists.
 * @param accountId whose registry it is; null when nobody has the alias, which is told only to who could see it
 * @throws {OciError} with a challenge when another token may help, DENIED in AWS's words when none will
 */
export async function authorizeRoute(
  service: {
    config: Config
    store: Pick<Store, 'policies' | 'repositories'>
    access: AccessCache
    clock: () => Date
  },
  { headers, sourceIp }: DistributionRequest,
  caller: RegistryCaller,
  call: {
    access: ScopeAction
    actions: readonly string[]
    /** What the challenge names. */
    scope: string
    path: string
    name: string
    accountId: string | null
  },
): Promise<void> {
  const { config } = service
  const { access, actions, scope, path, name, accountId } = call
  const { principal, scopes } = caller
  if (scopes !== null && !coversAction(scopes, path, access)) {
    throw toChallenge(config, headers, { scope, error: 'insufficient_scope' })
  }
  if (access === 'pull' || accountId === null) return
  if (principal === null) throw toChallenge(config, headers, { scope })
  const arn = toRepositoryArn(accountId, name)
  const origin = { sourceIp, userAgent: headers['user-agent'] ?? '' }
  try {
    for (const action of actions) {
      await authorizeCall(service, principal, origin, { action, access: 'write', registryId: accountId, arn })
    }
  } catch (error) {
    // The same words as in the API: clients show them.
    if (error instanceof EcrError) throw new OciError('DENIED', error.message, { cause: error })
    throw error
  }
}

/** May the caller of a route do something else in the same repository? */
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
