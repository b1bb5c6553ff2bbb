/**
 * Tells which requests ask for a page that is the same for everyone while the index is the same: home, search and publishers,
 * as documents. Next renders a page otherwise for some headers, its own and those of crawlers, so a request with a header that
 * is not known to leave a page as it is has no question.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { LANGUAGE_HEADER } from '#lib/language/languages.ts'

export interface AskedRequest {
  method: string
  /** As it stands in the request line. */
  target: string
  headers: IncomingHttpHeaders
}

const pages = new Set(['/', '/search', '/publishers'])
const maxTargetLength = 2_048
const maxEncodingLength = 100

/** Which say nothing about a page: sent by browsers, or added by proxies. */
const plainHeader =
  /^(?:host|connection|keep-alive|user-agent|accept|accept-(?:encoding|language|charset)|cache-control|pragma|referer|dnt|priority|te|sec-(?:fetch|ch|gpc)[a-z-]*|upgrade-insecure-requests|via|forwarded|x-forwarded-(?:for|host|port|proto)|x-real-ip|x-request-id|x-gallery-language|cookie)$/

/** The cookies of Next's preview, which nothing here sets. */
const preview = /__(?:prerender_bypass|next_preview_data)/

/**
 * What two requests have in common when the same bytes answer both; null for a request that has to be rendered.
 * @param toCrawlerKind what Next takes a `User-Agent` for; it places metadata otherwise for some
 */
export function toQuestion(
  { method, target, headers }: AskedRequest,
  toCrawlerKind: (userAgent: string) => string | undefined,
): string | null {
  const [path = ''] = target.split('?', 1)
  if (method !== 'GET' || target.length > maxTargetLength || !pages.has(path)) return null
  for (const name of Object.keys(headers)) if (!plainHeader.test(name)) return null
  if (preview.test(headers.cookie ?? '')) return null
  const encoding = String(headers['accept-encoding'] ?? '')
  if (encoding.length > maxEncodingLength) return null
  const reader = toCrawlerKind(headers['user-agent'] ?? '') ?? 'reader'
  return `${reader}\n${encoding}\n${headers[LANGUAGE_HEADER] ?? ''}\n${target}`
}
