/** `Retry-After` (RFC 9110, section 10.2.3). Pure. */

/**
 * For how long to wait.
 * @param text seconds, or a date; null where there is none, or none that can be read
 * @example toRetryAfterMs('120', 0) // 120000
 */
export function toRetryAfterMs(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // A number of another form would be read as a year.
  const at = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}
