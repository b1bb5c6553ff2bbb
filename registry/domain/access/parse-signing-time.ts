/**
 * When a request says it was signed. `X-Amz-Date` wins over `Date`; either may be in ISO 8601's basic form,
 * `Date` also in that of RFC 9110 (AWS General Reference, "Handling dates in Signature Version 4").
 */
import type { IncomingHttpHeaders } from 'node:http'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'

export interface SigningTime {
  at: Date
  /** `YYYYMMDD'T'HHMMSS'Z'`, as it stands in the string to sign. */
  basic: string
  /** The header it came from, which therefore has to be signed. */
  header: 'x-amz-date' | 'date'
}

const maxSkewMs = 15 * 60 * 1000
const basicPattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const httpDatePattern = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * Reads the signing time from the headers.
 * @throws {EcrError} IncompleteSignatureException when there is none, or it cannot be read
 */
export function parseSigningTime(headers: IncomingHttpHeaders): SigningTime {
  const amzDate = headers['x-amz-date']
  const header = amzDate === undefined ? 'date' : 'x-amz-date'
  const text = amzDate ?? headers.date
  if (typeof text !== 'string') {
    throw new EcrError(
      'IncompleteSignatureException',
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    )
  }
  const at = parseBasic(text) ?? (header === 'date' ? parseHttpDate(text) : null)
  if (at === null) {
    throw new EcrError(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got '${text}'.`,
    )
  }
  return { at, basic: toBasic(at), header }
}

/**
 * Refuses a request signed more than 15 minutes before or after `now`.
 * @throws {EcrError} InvalidSignatureException naming both times, so that a wrong clock is recognised
 */
export function checkSigningTime(time: SigningTime, now: Date): void {
  const skewMs = now.getTime() - time.at.getTime()
  if (Math.abs(skewMs) <= maxSkewMs) return
  const bound = toBasic(new Date(now.getTime() - Math.sign(skewMs) * maxSkewMs))
  const message =
    skewMs > 0
      ? `Signature expired: ${time.basic} is now earlier than ${bound} (${toBasic(now)} - 15 min.)`
      : `Signature not yet current: ${time.basic} is still later than ${bound} (${toBasic(now)} + 15 min.)`
  throw new EcrError('InvalidSignatureException', message)
}

function parseBasic(text: string): Date | null {
  const at = new Date(text.replace(basicPattern, '$1-$2-$3T$4:$5:$6Z'))
  // Date rolls 30 February over into March; only a time that reads back the same was one.
  return basicPattern.test(text) && !Number.isNaN(at.getTime()) && toBasic(at) === text ? at : null
}

function parseHttpDate(text: string): Date | null {
  const at = new Date(text)
  return httpDatePattern.test(text) && !Number.isNaN(at.getTime()) && at.toUTCString() === text ? at : null
}

function toBasic(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '')
}
