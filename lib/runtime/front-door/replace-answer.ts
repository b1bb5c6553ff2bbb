/**
 * Short documents in place of answers that say nothing to the person who reads them. A page that failed while it was rendered: Next answers
 * 500 with a document whose body a script has to fill. And a download that a browser does not get: its address is for programs too, which
 * are told why in JSON, and in English.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Language } from '#lib/language/languages.ts'
import { readTexts } from '#lib/language/read-texts.ts'
import { REQUEST_ID_HEADER } from '#lib/oci/request-id.ts'
import { toShortDocument, toShortHeaders } from './short-document.ts'

/** Not of the answer that is replaced: the front door has set them for any, and a reader may be told when to come back. */
const keptHeaders = new Set([REQUEST_ID_HEADER, 'connection', 'retry-after'])

/** What pages link to and a browser saves, or shows as it is. */
const downloadPath = /^\/+api\/(?:compare|document|feed|file|pulls-csv)(?:[/?]|$)/

type Reason = 'failed' | 'noDownload' | 'manyDownloads' | 'unreadable'

/** Of a refused download; what else there is, is for now. */
const reasonsByStatus: Readonly<Record<number, Reason>> = {
  400: 'noDownload',
  404: 'noDownload',
  429: 'manyDownloads',
}

/** Puts the document in place of any HTML that leaves with the status 500. Answers to programs and to scripts stay as they are. */
export function replaceFailedPage(
  response: ServerResponse,
  isHead: boolean,
  chooseLanguage: () => Language,
): void {
  const isPage = () => /^text\/html/.test(String(response.getHeader('content-type')))
  replaceAnswer(response, isHead, chooseLanguage, (status) => (status === 500 && isPage() ? 'failed' : null))
}

/** The same for what a person asked to be given by a link, and is not. Browsers alone ask for XHTML; some programs ask for HTML. */
export function explainRefusedDownload(
  { url = '', method, headers }: IncomingMessage,
  response: ServerResponse,
  chooseLanguage: () => Language,
): void {
  const isRead = method === 'GET' || method === 'HEAD'
  if (!isRead || !downloadPath.test(url) || !headers.accept?.includes('application/xhtml+xml')) return
  replaceAnswer(response, method === 'HEAD', chooseLanguage, (status) =>
    status < 400 ? null : (reasonsByStatus[status] ?? 'unreadable'),
  )
}

function replaceAnswer(
  response: ServerResponse,
  isHead: boolean,
  chooseLanguage: () => Language,
  toReason: (status: number) => Reason | null,
): void {
  const { writeHead, write, end } = response
  let isReplaced = false
  /** To be asked before headers leave. */
  const replace = (status: number, given?: unknown) => {
    if (isReplaced || response.headersSent) return
    const reason = toReason(status)
    if (reason === null) return
    isReplaced = true
    for (const name of response.getHeaderNames()) if (!keptHeaders.has(name)) response.removeHeader(name)
    const retryAfter = toRetryAfter(given)
    if (retryAfter !== null) response.setHeader('retry-after', retryAfter)
    const language = chooseLanguage()
    const document = toDocument(language, reason)
    const headers = toShortHeaders(document, 'text/html; charset=utf-8')
    Reflect.apply(writeHead, response, [status, { ...headers, 'content-language': language }])
    Reflect.apply(end, response, isHead ? [] : [document])
  }
  const tellDone = (given: readonly unknown[]) => {
    const done = given.find((one) => typeof one === 'function')
    if (done !== undefined) process.nextTick(done as () => void)
  }
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    replace(given[0], given.at(-1))
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

/** Of the headers that an answer is begun with. */
function toRetryAfter(headers: unknown): string | null {
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return null
  return String(headers['retry-after'])
}

function toDocument(language: Language, reason: Reason): string {
  const texts = readTexts(language, 'refusal')
  return toShortDocument({
    language,
    title: texts(`instead.${reason}.title`),
    text: texts(`instead.${reason}.text`),
    // Empty: the address that was asked for.
    links: reason === 'noDownload' ? [] : [{ href: '', text: texts('tryAgain') }],
  })
}
