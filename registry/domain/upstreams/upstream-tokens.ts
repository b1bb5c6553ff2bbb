/**
 * Tokens of an upstream (token authentication as in the distribution project's "Token Authentication Specification"), kept until
 * shortly before they end. Only the realms that are allowed are asked, whatever the challenge says.
 */
import { z } from 'zod'
import type { Upstream, UpstreamCredentials } from '#lib/config/upstreams.ts'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'
import type { BearerChallenge } from '#lib/oci/parse-challenge.ts'
import { parseJson } from './read-answer.ts'
import { UpstreamError } from './upstream-error.ts'
import { readUpstreamBody, sendToUpstream } from './upstream-request.ts'

const tokenAnswer = z.object({
  token: z.string().max(32_768).optional(),
  access_token: z.string().max(32_768).optional(),
  // A time that makes no sense says nothing against the token.
  expires_in: z.number().positive().optional().catch(undefined),
})

/** What the specification says where the answer doesn't. */
const defaultLifeSeconds = 60
const maxLifeSeconds = 3_600
const marginSeconds = 10
const maxTokens = 1_000
const maxBytes = 128 * 1024

export interface UpstreamTokens {
  /** A token for the challenge, as value of `Authorization`. @throws {UpstreamError} */
  get(challenge: BearerChallenge): Promise<string>
  /** The one that was given last for this repository; null when there is none that still holds. */
  getKnown(repository: string): string | null
  note(repository: string, challenge: BearerChallenge): void
  /** Forgets one that was refused, unless there is another one since. */
  drop(challenge: BearerChallenge, refused: string): void
}

export function createUpstreamTokens(upstream: Upstream, now: () => number): UpstreamTokens {
  const tokens = new Map<string, { token: Promise<string>; value: string | null; expiresMs: number }>()
  const challenges = new Map<string, string>()

  const request = async (challenge: BearerChallenge): Promise<{ token: string; lifeMs: number }> => {
    const url = toTokenUrl(upstream, challenge)
    const headers: Record<string, string> = {}
    if (upstream.credentials !== null) headers.authorization = toBasic(upstream.credentials)
    const answer = await sendToToken(upstream, url, headers)
    const body = await readUpstreamBody(upstream, answer, maxBytes)
    const status = answer.statusCode ?? 0
    if (status !== 200) {
      const retryAfterMs = toRetryAfterMs(answer.headers['retry-after'], now())
      throw new UpstreamError('refused', `${upstream.host} gives no token.`, {
        status,
        retryAfterMs,
        reason: 'no-token',
      })
    }
    const parsed = tokenAnswer.safeParse(parseJson(body))
    const token = parsed.data?.token ?? parsed.data?.access_token
    // What goes into a header must be able to stand in one.
    if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) {
      throw new UpstreamError('refused', `${upstream.host} gives no token.`, { reason: 'no-token' })
    }
    const lifeSeconds = Math.min(parsed.data?.expires_in ?? defaultLifeSeconds, maxLifeSeconds)
    return { token: `Bearer ${token}`, lifeMs: Math.max(1, lifeSeconds - marginSeconds) * 1000 }
  }

  return {
    get(challenge) {
      const key = toKey(challenge)
      const known = tokens.get(key)
      if (known !== undefined && known.expiresMs > now()) return known.token
      if (tokens.size >= maxTokens) tokens.clear()
      const entry = {
        token: request(challenge).then(({ token, lifeMs }) => {
          entry.value = token
          entry.expiresMs = now() + lifeMs
          return token
        }),
        value: null as string | null,
        expiresMs: now() + 60_000,
      }
      tokens.set(key, entry)
      entry.token.catch(() => tokens.delete(key))
      return entry.token
    },
    getKnown(repository) {
      const entry = tokens.get(challenges.get(repository) ?? '')
      return entry !== undefined && entry.expiresMs > now() ? entry.value : null
    },
    note(repository, challenge) {
      if (challenges.size >= maxTokens) challenges.clear()
      challenges.set(repository, toKey(challenge))
    },
    drop(challenge, refused) {
      const key = toKey(challenge)
      if (tokens.get(key)?.value === refused) tokens.delete(key)
    },
  }
}

/** The value of `Authorization` for Basic. @throws {UpstreamError} when the password cannot be read */
export function toBasic(credentials: UpstreamCredentials): string {
  try {
    return `Basic ${Buffer.from(`${credentials.username}:${credentials.readPassword()}`).toString('base64')}`
  } catch (cause) {
    throw new UpstreamError('refused', 'The credentials for the upstream cannot be read.', {
      cause,
      reason: 'no-credentials',
    })
  }
}

/**
 * The realm may stand on another host than the upstream, which gets the credentials too: it is in the list of allowed ones. Beside a
 * private upstream, one that the operator names may be private too.
 */
async function sendToToken(upstream: Upstream, url: URL, headers: Record<string, string>) {
  const isPrivate =
    upstream.isPrivate && (url.origin === upstream.origin || upstream.namedRealms.includes(url.host))
  return sendToUpstream({ ...upstream, origin: url.origin, isPrivate }, url, { method: 'GET', headers })
}

function toTokenUrl(upstream: Upstream, { realm, service, scope }: BearerChallenge): URL {
  const url = URL.parse(realm)
  const isSafe = url !== null && (url.protocol === 'https:' || url.origin === upstream.origin)
  if (url === null || !isSafe || url.username !== '' || !upstream.tokenRealms.includes(url.host)) {
    throw new UpstreamError(
      'refused',
      `${upstream.host} sends to a host for its tokens that is not allowed.`,
      {
        reason: 'token-host',
      },
    )
  }
  if (service !== null) url.searchParams.set('service', service)
  if (scope !== null) url.searchParams.set('scope', scope)
  return url
}

function toKey({ realm, service, scope }: BearerChallenge): string {
  return JSON.stringify([realm, service, scope])
}
