/**
 * `GET /token/` (distribution project, "Token Authentication Specification"): anybody gets a token to pull; a login gets
 * one for what it asks for. An old login that has expired gets what anybody gets, so that it never stands in the way of a
 * public pull; only when it asks for more than that, it is told.
 */
import type { RegistryAuthentication } from '#registry/domain/access/authenticate-registry-request.ts'
import { issueRegistryToken, type RegistryToken } from '#registry/domain/access/registry-token.ts'
import { onlyPulling, parseScopes, type Scope, withinScopes } from '#registry/domain/access/scope.ts'
import type { Keys } from '#registry/store/keys.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'
import { OciError } from './oci-error.ts'

/** @throws {OciError} UNAUTHORIZED for credentials that are no good */
export async function issueToken(
  { keys, clock }: { keys: Keys; clock: () => Date },
  authentication: RegistryAuthentication,
  parameters: URLSearchParams,
): Promise<HttpAnswer> {
  const scopes = parseScopes(parameters.getAll('scope'))
  const now = clock()
  const { token, lifetimeSeconds } = await issueRegistryToken(keys, toContent(authentication, scopes), now)
  return toJsonAnswer(200, {
    token,
    expires_in: lifetimeSeconds,
    issued_at: now.toISOString(),
  })
}

function toContent(authentication: RegistryAuthentication, scopes: Scope[]): RegistryToken {
  switch (authentication.state) {
    case 'valid': {
      const { principal, login, scopes: held } = authentication.caller
      const mayPush = principal !== null && principal.kind !== 'gallery'
      const within = held === null ? scopes : withinScopes(scopes, held)
      return { login, scopes: mayPush ? within : onlyPulling(within) }
    }
    case 'none':
      return { login: null, scopes: onlyPulling(scopes) }
    case 'expired': {
      // Who asks for the fixed word has not said more than that it wants to come in.
      const wantsMore = scopes.some(
        ({ repository, actions }) => repository !== null && actions.some((action) => action !== 'pull'),
      )
      if (wantsMore) {
        throw refused('Your authorization token has expired. Reauthenticate and try again.')
      }
      return { login: null, scopes: onlyPulling(scopes) }
    }
    case 'invalid':
      throw refused('Your Authorization Token is invalid.')
  }
}

function refused(message: string): OciError {
  return new OciError('UNAUTHORIZED', message, {
    headers: { 'www-authenticate': 'Basic realm="registry", charset="UTF-8"' },
  })
}
