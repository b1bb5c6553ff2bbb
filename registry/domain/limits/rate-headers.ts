/**
 * What a client is told about a rate: `Retry-After` (RFC 9110, section 10.2.3), and `RateLimit-Policy` and `RateLimit` in the
 * form of the draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers-09).
 */
import type { Rate, Taken } from '#lib/net/token-buckets.ts'

/**
 * The headers of an answer; `retry-after` only when it refuses.
 * @example toRateHeaders('pulls', { perSecond: 1, burst: 10 }, taken)
 * // { 'ratelimit-policy': '"pulls";q=10;w=10', ratelimit: '"pulls";r=9;t=1' }
 */
export function toRateHeaders(policy: string, rate: Rate, taken: Taken): Record<string, string> {
  const { perSecond, burst } = rate
  const windowSeconds = perSecond > 0 ? Math.max(1, Math.ceil(burst / perSecond)) : 1
  const headers: Record<string, string> = {
    'ratelimit-policy': `"${policy}";q=${Math.floor(burst)};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${taken.remaining};t=${Math.ceil(taken.fullAfterMs / 1000)}`,
  }
  if (!taken.isAllowed) headers['retry-after'] = String(Math.max(1, Math.ceil(taken.retryAfterMs / 1000)))
  return headers
}
