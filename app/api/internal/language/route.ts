/** `POST /api/internal/language` of the switch in the footer: remembers the language, and leads back to the page that it was asked from. */
import { readConfig } from '#lib/config/config.ts'
import { LANGUAGE_COOKIE, LANGUAGE_PARAMETER, toLanguage } from '#lib/language/languages.ts'

const aYearSeconds = 365 * 24 * 3600

/** A form has one field. */
const maxBodyLength = 200

export async function POST(request: Request): Promise<Response> {
  const body = Number(request.headers.get('content-length') ?? 0) > maxBodyLength ? '' : await request.text()
  const language = toLanguage(new URLSearchParams(body).get('language') ?? undefined)
  const headers = new Headers({ location: toWayBack(request.headers), 'cache-control': 'no-store' })
  if (language === null) return new Response('No such language.\n', { status: 400 })
  headers.set('set-cookie', `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${aYearSeconds}; SameSite=Lax`)
  return new Response(null, { status: 303, headers })
}

/** The page of this gallery that the form stood on, without a language of its own; home where the browser does not say. */
function toWayBack(headers: Headers): string {
  const from = URL.parse(headers.get('referer') ?? '')
  const own = [headers.get('host'), new URL(readConfig().galleryUrl).host]
  if (from === null || !own.includes(from.host)) return '/'
  from.searchParams.delete(LANGUAGE_PARAMETER)
  // Not `//host`, which would lead elsewhere.
  return `${from.pathname.replace(/^\/+/, '/')}${from.search}`
}
