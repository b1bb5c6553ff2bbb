/** Reads the parameters of a token exchange (RFC 8693, section 2.1), and those of ours that name the role. */
import type { Config } from '#lib/config/config.ts'
import { parseScopes, type Scope } from '#registry/domain/access/scope.ts'
import type { WebIdentityRequest } from '#registry/domain/federation/assume-role-with-web-identity.ts'

const statuses = {
  invalid_request: 400,
  invalid_scope: 400,
  invalid_target: 400,
  unsupported_grant_type: 400,
  temporarily_unavailable: 503,
} as const

/** What is answered; the codes are those of RFC 6749, section 5.2, and RFC 8693, section 2.2.2. */
export class ExchangeError extends Error {
  override name = 'ExchangeError'
  readonly code: keyof typeof statuses
  readonly status: number

  constructor(code: keyof typeof statuses, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = statuses[code]
  }
}

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`

export interface Exchange extends WebIdentityRequest {
  /** Null for a login, which may do all that the role may. */
  scopes: Scope[] | null
  /** As they were asked for. */
  scope: string
}

/**
 * @throws {ExchangeError} naming the parameter that is missing, repeated or of no use here
 * @throws {TooManyScopesError} when there are more than 50
 */
export function parseExchange(
  config: Pick<Config, 'registryHost' | 'registryUrl'>,
  form: URLSearchParams,
): Exchange {
  const known = new Set<string>()
  const repeated = [...form.keys()].find((name) => known.size === known.add(name).size)
  if (repeated !== undefined) throw invalid(`${repeated.slice(0, 100)} is given more than once.`)
  if (form.get('grant_type') !== exchangeGrant) {
    throw new ExchangeError('unsupported_grant_type', `The only grant_type here is ${exchangeGrant}.`)
  }
  if (form.has('actor_token')) throw invalid('actor_token is not supported here.')
  checkOneOf(form, 'subject_token_type', [tokenType('id_token'), tokenType('jwt')])
  if (form.has('requested_token_type')) {
    checkOneOf(form, 'requested_token_type', [tokenType('access_token')])
  }
  for (const name of ['audience', 'resource']) {
    const target = form.get(name)
    const own = [config.registryHost, config.registryUrl, `${config.registryUrl}/`]
    if (target !== null && !own.includes(target)) {
      throw new ExchangeError('invalid_target', `${name} can be this registry only: ${config.registryHost}.`)
    }
  }
  const seconds = form.get('duration_seconds')
  return {
    token: requireParameter(form, 'subject_token'),
    roleArn: requireParameter(form, 'role_arn'),
    sessionName: form.get('role_session_name'),
    seconds: seconds === null ? null : Number(seconds),
    ...readScope(form.get('scope') ?? ''),
  }
}

function readScope(text: string): Pick<Exchange, 'scopes' | 'scope'> {
  const asked = text.split(' ').filter((scope) => scope !== '')
  if (asked.length === 0) return { scopes: null, scope: '' }
  const scopes = parseScopes(asked)
  if (scopes.length === asked.length) return { scopes, scope: asked.join(' ') }
  throw new ExchangeError('invalid_scope', 'A scope must be like repository:ALIAS/NAME:pull,push.')
}

function checkOneOf(form: URLSearchParams, name: string, known: readonly string[]): void {
  if (!known.includes(requireParameter(form, name))) throw invalid(`${name} must be ${known.join(' or ')}.`)
}

function requireParameter(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value === '') throw invalid(`${name} is missing.`)
  return value
}

function invalid(message: string): ExchangeError {
  return new ExchangeError('invalid_request', message)
}
