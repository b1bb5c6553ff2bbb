/** Says which language a page is for: to Next, whose rewrites go by it, and to whoever keeps what is answered (RFC 9110 §8.5, §12.5.5). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isPageAddress } from '#lib/addresses/page-addresses.ts'
import { chooseLanguage } from '#lib/language/choose-language.ts'
import { LANGUAGE_HEADER } from '#lib/language/languages.ts'
import { beforeHead } from './before-head.ts'

const varied = 'accept-language, cookie'

/** What a visitor sends under the name of the header counts for nothing. What is the same in every language says none. */
export function speakLanguage(request: IncomingMessage, response: ServerResponse): void {
  const { url = '/', headers } = request
  delete headers[LANGUAGE_HEADER]
  if (!isPageAddress(url.split('?', 1)[0] ?? '')) return
  const language = chooseLanguage(url, headers)
  headers[LANGUAGE_HEADER] = language
  response.setHeader('content-language', language)
  beforeHead(response, () => {
    if (!String(response.getHeader('vary')).includes(varied)) response.appendHeader('vary', varied)
  })
}
