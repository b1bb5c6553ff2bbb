/**
 * What a visitor gets of a page that failed while it was rendered. Next answers 500 with a document whose body a script has to fill;
 * without a script it stays empty. This one can be read by everyone.
 */
import type { ServerResponse } from 'node:http'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { REQUEST_ID_HEADER } from '#lib/oci/request-id.ts'
import { toShortDocument, toShortHeaders } from './short-document.ts'

/** Not of the page that failed: the front door has set them for any answer. */
const keptHeaders = new Set([REQUEST_ID_HEADER, 'connection'])

/** Puts the document in place of any HTML that leaves with the status 500. Answers to programs and to scripts stay as they are. */
export function replaceFailedPage(
  response: ServerResponse,
  isHead: boolean,
  chooseLanguage: () => Language,
): void {
  const { writeHead, write, end } = response
  let isReplaced = false
  /** To be asked before headers leave. */
  const replace = (status: unknown) => {
    const isPage = /^text\/html/.test(String(response.getHeader('content-type')))
    if (isReplaced || status !== 500 || !isPage || response.headersSent) return
    isReplaced = true
    for (const name of response.getHeaderNames()) if (!keptHeaders.has(name)) response.removeHeader(name)
    const language = chooseLanguage()
    const document = toDocument(language)
    const headers = toShortHeaders(document, 'text/html; charset=utf-8')
    Reflect.apply(writeHead, response, [500, { ...headers, 'content-language': language }])
    Reflect.apply(end, response, isHead ? [] : [document])
  }
  const tellDone = (given: readonly unknown[]) => {
    const done = given.find((one) => typeof one === 'function')
    if (done !== undefined) process.nextTick(done as () => void)
  }
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    replace(given[0])
    return isReplaced ? response : writeHead.apply(response, given)
  }) as typeof writeHead
  response.write = ((...given: Parameters<typeof write>) => {
    replace(response.statusCode)
    if (!isReplaced) return write.apply(response, given)
    tellDone(given)
    return true
  }) as typeof write
  response.end = ((...given: Parameters<typeof end>) => {
    replace(response.statusCode)
    if (!isReplaced) return end.apply(response, given)
    tellDone(given)
    return response
  }) as typeof end
}

function toDocument(language: Language): string {
  const texts = readTexts(language, 'refusal')
  return toShortDocument({
    language,
    title: texts('failed.title'),
    text: texts('failed.text'),
    // Empty: the address that was asked for.
    links: [{ href: '', text: texts('tryAgain') }],
  })
}
