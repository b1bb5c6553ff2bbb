/**
 * Tokens that a registry gives to anyone, or for the credentials of the operator (token authentication as in the
 * distribution project's "Token Authentication Specification"), kept until shortly before they end. A realm on another
 * host than the registry's own is refused: the server behind an address must not choose whom the gallery calls.
 */
import { z } from 'zod'
import { isLoopbackHost } from '#lib/commands/pull-reference.ts'
import type { BearerChallenge } from '#lib/oci/parse-challenge.ts'
import { DistributionError, toStatusError } from './distribution-error.ts'
import { sendRequest } from './send-request.ts'

const tokenAnswer = z.object({
  token: z.string().max(16_384).optional(),
  access_token: z.string().max(16_384).optional(),
  expires_in: z.number().positive().optional(),
})

/** What the specification says where the answer doesn't. */
const defaultLifeSeconds = 60
const maxLifeSeconds = 3_600
const marginSeconds = 10
const maxTokens = 500
const maxBytes = 64 * 1024

/** A user's name and password, or a token alone. */
export interface RegistryCredentials {
  /** Null for a token. */
  username: string | null
  secret: string
}

/** Asked each time, so that a secret can be replaced; null where there is none. */
export type GetCredentials = () => RegistryCredentials | null

/** As RFC 7617 says. */
export function toBasic({ username, secret }: RegistryCredentials): string {
  return `Basic ${Buffer.from(`${username ?? ''}:${secret}`).toString('base64')}`
}

export interface AnonymousTokens {
  /** A token for the challenge. @throws {DistributionError} */
  get(challenge: BearerChallenge): Promise<string>
  /** Forgets a token that was refused. */
  drop(challenge: BearerChallenge): void
}

/**
 * @param origin where the registry is called
 * @param hosts names under which the registry may speak of itself, with their ports
 * @param tokenHosts further hosts that may give tokens, because the operator says so; called where they are, by https or on this machine
 * @param getCredentials what a token is asked for with; null for one that anyone gets
 */
export function createAnonymousTokens({
  origin,
  hosts,
  tokenHosts = [],
  getCredentials = () => null,
  timeoutMs,
  now,
}: {
  origin: string
  hosts: readonly string[]
  tokenHosts?: readonly string[]
  getCredentials?: GetCredentials
  timeoutMs: number
  now: () => number
}): AnonymousTokens {
  const tokens = new Map<string, { token: Promise<string>; expiresMs: number }>()

  const request = async (challenge: BearerChallenge, key: string): Promise<string> => {
    const url = toTokenUrl(challenge, origin, { hosts, tokenHosts })
    const credentials = getCredentials()
    const headers = credentials?.username == null ? {} : { authorization: toBasic(credentials) }
    const {
      status,
      bytes,
      headers: given,
    } = await sendRequest(url, url.origin, { headers, maxBytes, timeoutMs })
    if (status !== 200) throw toStatusError(status, 'a token', given)
    const answer = tokenAnswer.safeParse(parseJson(bytes))
    const token = answer.data?.token ?? answer.data?.access_token
    // What goes into a header must be able to stand in one.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
      throw new DistributionError('unauthorized', 'The registry gives no token.')
    }
    const lifeSeconds = Math.min(answer.data?.expires_in ?? defaultLifeSeconds, maxLifeSeconds)
    const entry = tokens.get(key)
    if (entry !== undefined) entry.expiresMs = now() + Math.max(0, lifeSeconds - marginSeconds) * 1000
    return token
  }

  return {
    get: (challenge) => {
      const key = toKey(challenge)
      const known = tokens.get(key)
      if (known !== undefined && known.expiresMs > now()) return known.token
      const oldest = tokens.keys().next().value
      if (tokens.size >= maxTokens && oldest !== undefined) tokens.delete(oldest)
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      tokens.set(key, { token: promise, expiresMs: now() + timeoutMs })
      request(challenge, key).then(resolve, (error) => {
        tokens.delete(key)
        reject(error)
      })
      return promise
    },
    drop: (challenge) => void tokens.delete(toKey(challenge)),
  }
}

function toTokenUrl(
  { realm, service, scope }: BearerChallenge,
  origin: string,
  { hosts, tokenHosts }: { hosts: readonly string[]; tokenHosts: readonly string[] },
): URL {
  const named = URL.canParse(realm) ? new URL(realm) : null
  const isOwn = named !== null && hosts.includes(named.host)
  const isNamed =
    named !== null &&
    tokenHosts.includes(named.host) &&
    (named.protocol === 'https:' || isLoopbackHost(named.host))
  if (named === null || !(isOwn || isNamed)) {
    throw new DistributionError('unauthorized', `${origin} sends to a foreign host for a token: ${realm}`)
  }
  const url = new URL(`${named.pathname}${named.search}`, isOwn ? origin : named.origin)
  if (service !== null) url.searchParams.set('service', service)
  if (scope !== null) url.searchParams.set('scope', scope)
  return url
}

function toKey({ realm, service, scope }: BearerChallenge): string {
  return JSON.stringify([realm, service, scope])
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
