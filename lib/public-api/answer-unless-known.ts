/** An answer that a client gets only when it does not have it yet (RFC 9110 §13.1, "Preconditions"). */
import { createHash } from 'node:crypto'

export interface KnownUnless {
  /** When it changed last (ISO 8601); null where that is not known. */
  updatedAt: string | null
  headers: Record<string, string>
}

/** 200 with the body, or 304 for who names its entity tag, or, without one, a date that is not before the last change. */
export function answerUnlessKnown(
  request: Request,
  body: string,
  { updatedAt, headers }: KnownUnless,
): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const { 'content-type': contentType = '', ...others } = headers
  const told = {
    ...others,
    etag,
    ...(updatedAt === null ? {} : { 'last-modified': new Date(updatedAt).toUTCString() }),
  }
  if (isKnown(request, etag, updatedAt)) return new Response(null, { status: 304, headers: told })
  return new Response(body, { headers: { ...told, 'content-type': contentType } })
}

/** An entity tag decides; the date does only where there is none (§13.1.3). */
function isKnown({ headers }: Request, etag: string, updatedAt: string | null): boolean {
  const known = headers.get('if-none-match')
  if (known !== null) {
    return known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  // Dates of HTTP have whole seconds.
  return updatedAt !== null && Math.floor(Date.parse(updatedAt) / 1000) <= Math.floor(since / 1000)
}
