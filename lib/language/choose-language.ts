/**
 * Which language a page is for: the one that its address names, else the one that a visitor has chosen, else what the
 * browser prefers (`Accept-Language`, RFC 9110 §12.5.4), else English.
 */
import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import { DEFAULT_LANGUAGE, LANGUAGE_COOKIE, LANGUAGES, type Language, toLanguage } from './languages.ts'

/** `LANGUAGE_PARAMETER`, wherever it stands. */
const parameter = /[?&]language=(\w+)/

/** Browsers send a dozen languages at most. */
const maxLength = 500

/** Linear in what was sent, and bounded. @param target as it stands in the request line */
export function chooseLanguage(
  target: string,
  { cookie = '', 'accept-language': accepted = '' }: IncomingHttpHeaders,
): Language {
  const named = parameter.exec(target)?.[1]
  const chosen = toLanguage(named) ?? toLanguage(readCookie(cookie))
  if (chosen !== null) return chosen
  if (accepted === '' || accepted.length > maxLength) return DEFAULT_LANGUAGE
  return choosePreferred(new Negotiator({ headers: { 'accept-language': accepted } })) ?? DEFAULT_LANGUAGE
}

/** The first that there is, whatever its region: `ja-JP, en` is Japanese, though only `en` is a name of ours. */
function choosePreferred(negotiator: Negotiator): Language | null {
  for (const one of negotiator.languages()) {
    if (one === '*') return toLanguage(negotiator.language([...LANGUAGES]))
    const language = toLanguage(one.split('-', 1)[0]?.toLowerCase())
    if (language !== null) return language
  }
  return null
}

function readCookie(cookie: string): string | undefined {
  const start = `${LANGUAGE_COOKIE}=`
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
}
