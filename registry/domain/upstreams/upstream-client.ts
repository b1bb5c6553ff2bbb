/**
 * The client of one upstream: authenticates once, obeys `Retry-After` for the whole host, and says of each failure whether it is
 * an answer (there is no such thing) or a refusal, after which what is kept goes on being served.
 */
import type { IncomingMessage } from 'node:http'
import type { Upstream } from '#lib/config/upstreams.ts'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'
import { type BearerChallenge, parseChallenge } from '#lib/oci/parse-challenge.ts'
import { UpstreamError, type UpstreamReason } from './upstream-error.ts'
import { createPauses } from './upstream-pauses.ts'
import { readUpstreamBody, sendToUpstream } from './upstream-request.ts'
import { createUpstreamTokens, toBasic } from './upstream-tokens.ts'

const maxErrorBytes = 64 * 1024

export interface UpstreamFailure {
  what: string
  code: UpstreamReason
  /** Null where it did not answer. */
  status: number | null
  atMs: number
}

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
  /** Of them, those that were refused, were not answered, or not as they should be. */
  readonly errors: number
  /** When it last answered with what was asked for, or that it has no such thing; null before. */
  readonly answeredMs: number | null
  /** The last one of the errors; null before. */
  readonly failure: UpstreamFailure | null
  /** Until when nothing is asked; 0 when that is not so. */
  readonly pausedUntilMs: number
}

export function createUpstreamClient(upstream: Upstream, now: () => number): UpstreamClient {
  const tokens = createUpstreamTokens(upstream, now)
  const pauses = createPauses(upstream, now)
  let requests = 0
  let errors = 0
  let answeredMs: number | null = null
  let failure: UpstreamFailure | null = null

  const attempt = async (
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

  /** With a new token, or the credentials; null when the upstream offers no way. */
  const authenticate = async (
    repository: string,
    challenge: string | undefined,
    refused: string | null,
  ): Promise<string | null> => {
    const bearer: BearerChallenge | null = parseChallenge(challenge ?? null)
    if (bearer !== null) {
      tokens.note(repository, bearer)
      // One that has just been refused is not sent for a second time.
      if (refused !== null) tokens.drop(bearer, refused)
      return tokens.get(bearer)
    }
    const isBasic = /(?:^|,)\s*Basic\b/i.test(challenge?.slice(0, 4_096) ?? '')
    return isBasic && upstream.credentials !== null ? toBasic(upstream.credentials) : null
  }

  const send: UpstreamClient['open'] = async (method, repository, path, headers = {}) => {
    const url = new URL(`${upstream.origin}/v2/${repository}/${path}`)
    const sent = tokens.getKnown(repository)
    let answer = await attempt(method, url, headers, sent)
    if (answer.statusCode === 401) {
      const challenge = answer.headers['www-authenticate']
      answer.destroy()
      const authorization = await authenticate(repository, challenge, sent)
      if (authorization !== null) answer = await attempt(method, url, headers, authorization)
    }
    const status = answer.statusCode ?? 0
    const isSame = status === 304 && headers['if-none-match'] !== undefined
    // A part that nobody asked for would be taken for the whole.
    const isPart = status === 206 && headers.range !== undefined
    if (status === 200 || isPart || isSame) return answer
    const retryAfterMs = toRetryAfterMs(answer.headers['retry-after'], now())
    // A body that is a whole layer, or none that ends, is not read to keep a connection.
    if (status === 416 || method === 'HEAD') answer.destroy()
    else await readUpstreamBody(upstream, answer, maxErrorBytes).catch(() => answer.destroy())
    if (status === 404 || status === 410) {
      throw new UpstreamError('absent', `${upstream.host} does not have it.`, { status })
    }
    throw new UpstreamError('refused', `${upstream.host} answers ${status}.`, { status, retryAfterMs })
  }

  return {
    get requests() {
      return requests
    },
    get errors() {
      return errors
    },
    get answeredMs() {
      return answeredMs
    },
    get failure() {
      return failure
    },
    get pausedUntilMs() {
      return pauses.untilMs()
    },
    async open(...form) {
      pauses.check()
      try {
        const answer = await send(...form)
        pauses.noteAnswer()
        answeredMs = now()
        return answer
      } catch (error) {
        if (error instanceof UpstreamError) {
          if (error.problem === 'absent') answeredMs = now()
          else {
            errors += 1
            failure = { what: error.message, code: error.reason, status: error.status, atMs: now() }
          }
          if (error.problem === 'refused') pauses.noteRefusal(error)
          else pauses.noteAnswer()
        }
        throw error
      }
    },
  }
}
