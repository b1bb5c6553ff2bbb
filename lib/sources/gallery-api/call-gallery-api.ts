/** How every verb here calls the anonymous API: in its turn, not while the endpoint is left alone, and with words for what fails. */

import type { z } from 'zod'
import { callJson, type JsonAnswer } from '#lib/net/call-json.ts'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'
import { GALLERY_USER_AGENT } from '#lib/oci/gallery-user-agent.ts'
import { findFailureFacts } from '../ecr-public/find-failure-facts.ts'
import type { RequestPacer } from '../ecr-public/request-pacer.ts'
import { explain, type Failure, type FailureCode } from '../say-failure.ts'
import { SourceError, type SourceErrorKind } from '../source-error.ts'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'

export interface GalleryApi {
  /** Without a trailing slash. */
  url: string
  breaker: CircuitBreaker
  pacer: RequestPacer | null
}

const timeoutMs = 15_000
const maxBytes = 16 * 1024 * 1024

const key = Symbol.for('public-gallery.gallery-api-breakers')

/** One for each address, for the sync and pages together, and for all copies of this module. */
export function getBreaker(url: string): CircuitBreaker {
  const holder = globalThis as { [key]?: Map<string, CircuitBreaker> }
  holder[key] ??= new Map()
  const breaker = holder[key].get(url) ?? createCircuitBreaker()
  holder[key].set(url, breaker)
  return breaker
}

/**
 * Calls an operation.
 * @returns null when the answer says that there is no such repository or registry
 * @throws {SourceError} also for an answer of another form, which is never taken for an empty one
 */
export async function callGalleryApi<Answer>(
  { url, breaker, pacer }: GalleryApi,
  operation: string,
  content: object,
  shape: z.ZodType<Answer>,
): Promise<Answer | null> {
  const send = () =>
    breaker.run(async () => {
      const answer = await post(`${url}/${operation}`, operation, content)
      if (isNotFound(answer)) return null
      if (answer.status !== 200) throw toStatusError(answer, operation)
      const parsed = shape.safeParse(answer.body)
      if (parsed.success) return parsed.data
      throw toError('not-understood', operation, 'other-form', {}, { cause: parsed.error })
    })
  return pacer === null ? send() : pacer.run(send)
}

async function post(url: string, operation: string, content: object): Promise<JsonAnswer> {
  try {
    return await callJson(url, {
      headers: { 'user-agent': GALLERY_USER_AGENT },
      content,
      signal: AbortSignal.timeout(timeoutMs),
      maxBytes,
    })
  } catch (cause) {
    const reach = findFailureFacts(cause, Date.now()).reach ?? 'closed'
    throw toError('unreachable', operation, reach, {}, { cause, reach })
  }
}

/** Only where the answer says it: a service that refuses everything must not look as if all were gone. */
function isNotFound({ status, body }: JsonAnswer): boolean {
  if (status !== 400 && status !== 404) return false
  const { __type = '', code = '' } = Object(body) as { __type?: unknown; code?: unknown }
  return /(?:Repository|Registry)(?:CatalogData)?NotFound/.test(`${__type} ${code}`)
}

function toStatusError({ status, headers }: JsonAnswer, operation: string): SourceError {
  const retryAfterMs = toRetryAfterMs(headers['retry-after'], Date.now())
  if (status === 429) return toError('throttled', operation, 'gallery-throttled', {}, { retryAfterMs })
  const kind = status === 401 || status === 403 ? 'permission' : status >= 500 ? 'server' : null
  if (kind !== null) return toError(kind, operation, 'answers-status', { status }, { retryAfterMs })
  return toError(status === 400 ? 'invalid' : 'not-understood', operation, 'answers-other-status', { status })
}

function toError(
  kind: SourceErrorKind,
  call: string,
  code: FailureCode,
  values: Failure['values'],
  options: { cause?: unknown; retryAfterMs?: number | null; reach?: SourceError['reach'] } = {},
): SourceError {
  const explanation = explain({ code, values, call, place: 'endpoint' })
  return new SourceError(kind, `${explanation.what} ${explanation.advice}`, { ...options, explanation })
}
