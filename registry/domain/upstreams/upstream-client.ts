/**
 * The client of one upstream: authenticates once, obeys `Retry-After` for the whole host, and says of each failure whether it is
 * an answer (there is no such thing) or a refusal, after which what is kept goes on being served.
 */
import type { IncomingMessage } from 'node:http'
import type { Upstream } from '#lib/config/upstreams.ts'
import { type BearerChallenge, parseChallenge } from '#lib/oci/parse-challenge.ts'
import { UpstreamError } from './upstream-error.ts'
import { readUpstreamBody, sendToUpstream } from './upstream-request.ts'
import { createUpstreamTokens, toBasic } from './upstream-tokens.ts'

/** Where an upstream throttles without saying for how long. */
const usualPauseMs = 5_000
const maxPauseMs = 60 * 60_000
const maxErrorBytes = 64 * 1024

export interface UpstreamClient {
  /**
   * Sends a request about a repository of the upstream; answers of 200 and 206 only.
   * @param path behind the repository: `manifests/latest`
   * @throws {UpstreamError}
   */
  open(
    method: 'GET' | 'HEAD',
    repository: string,
    path: string,
    headers?: Record<string, string>,
  ): Promise<IncomingMessage>
  /** Requests that were really sent, tokens aside. */
  readonly requests: number
  /** Until when nothing is asked; 0 when that is not so. */
  readonly pausedUntilMs: number
}

export function createUpstreamClient(upstream: Upstream, now: () => number): UpstreamClient {
  const tokens = createUpstreamTokens(upstream, now)
  let pausedUntilMs = 0
  let requests = 0

  const attempt = (
    method: 'GET' | 'HEAD',
    url: URL,
    headers: Record<string, string>,
    authorization: string | null,
  ) => {
    requests += 1
    return sendToUpstream(upstream, url, {
      method,
      headers: { ...headers, ...(authorization !== null && { authorization }) },
    })
  }

  const pause = ({ headers, statusCode }: IncomingMessage): number | null => {
    if (statusCode !== 429 && headers['retry-after'] === undefined) return null
    const pauseMs = toPauseMs(headers['retry-after'], now()) ?? usualPauseMs
    pausedUntilMs = Math.max(pausedUntilMs, now() + Math.min(pauseMs, maxPauseMs))
    return pauseMs
  }

  /** With a new token, or the credentials; null when the upstream offers no way. */
  const authenticate = async (repository: string, challenge: string | undefined): Promise<string | null> => {
    const bearer: BearerChallenge | null = parseChallenge(challenge ?? null)
    if (bearer !== null) {
      const known = tokens.getKnown(repository)
      tokens.note(repository, bearer)
      // One that has just been refused is not asked for a second time.
      if (known !== null && known === (await tokens.get(bearer))) tokens.drop(bearer)
      return tokens.get(bearer)
    }
    const isBasic = /(?:^|,)\s*Basic\b/i.test(challenge?.slice(0, 4_096) ?? '')
    return isBasic && upstream.credentials !== null ? toBasic(upstream.credentials) : null
  }

  return {
    get requests() {
      return requests
    },
    get pausedUntilMs() {
      return pausedUntilMs > now() ? pausedUntilMs : 0
    },
    async open(method, repository, path, headers = {}) {
      if (pausedUntilMs > now()) {
        throw new UpstreamError('refused', `${upstream.host} has asked for a pause.`, {
          status: 429,
          retryAfterMs: pausedUntilMs - now(),
        })
      }
      const url = new URL(`${upstream.origin}/v2/${repository}/${path}`)
      let answer = await attempt(method, url, headers, tokens.getKnown(repository))
      if (answer.statusCode === 401) {
        const challenge = answer.headers['www-authenticate']
        answer.destroy()
        const authorization = await authenticate(repository, challenge)
        if (authorization !== null) answer = await attempt(method, url, headers, authorization)
      }
      const status = answer.statusCode ?? 0
      const isSame = status === 304 && headers['if-none-match'] !== undefined
      if (status === 200 || status === 206 || isSame) return answer
      const retryAfterMs = pause(answer)
      if (status === 416) answer.destroy()
      else await readUpstreamBody(upstream, answer, maxErrorBytes).catch(() => answer.destroy())
      if (status === 404 || status === 410) {
        throw new UpstreamError('absent', `${upstream.host} does not have it.`, { status })
      }
      throw new UpstreamError('refused', `${upstream.host} answers ${status}.`, { status, retryAfterMs })
    },
  }
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function toPauseMs(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
