/**
 * Tokens that a registry gives to anyone (token authentication as in the distribution project's "Token Authentication
 * Specification"), kept until shortly before they end. A realm on another host than the registry's own is refused:
 * the server behind an address must not choose whom the gallery calls.
 */
import { z } from 'zod'
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

export interface AnonymousTokens {
  /** A token for the challenge. @throws {DistributionError} */
  get(challenge: BearerChallenge): Promise<string>
  /** Forgets a token that was refused. */
  drop(challenge: BearerChallenge): void
}

/**
 * @param origin where the registry is called
 * @param hosts names under which the registry may speak of itself, with their ports
 */
export function createAnonymousTokens({
  origin,
  hosts,
  timeoutMs,
  now,
}: {
  origin: string
  hosts: readonly string[]
  timeoutMs: number
  now: () => number
}): AnonymousTokens {
  const tokens = new Map<string, { token: Promise<string>; expiresMs: number }>()

  const request = async (challenge: BearerChallenge, key: string): Promise<string> => {
    const url = toTokenUrl(challenge, origin, hosts)
    const { status, bytes } = await sendRequest(url, origin, { headers: {}, maxBytes, timeoutMs })
    if (status !== 200) throw toStatusError(status, 'an anonymous token')
    const answer = tokenAnswer.safeParse(parseJson(bytes))
    const token = answer.data?.token ?? answer.data?.access_token
    // What goes into a header must be able to stand in one.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
      throw new DistributionError('unauthorized', 'The registry gives no anonymous token.')
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
  hosts: readonly string[],
): URL {
  const named = URL.canParse(realm) ? new URL(realm) : null
  if (named === null || !hosts.includes(named.host)) {
    throw new DistributionError('unauthorized', `${origin} sends to a foreign host for a token: ${realm}`)
  }
  const url = new URL(`${named.pathname}${named.search}`, origin)
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
