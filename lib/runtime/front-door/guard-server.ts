/**
 * Preloaded (`node --import`) into the gallery's program by `npm start`: puts the checks of `check-request.ts` in front of the
 * server that Next makes, in the same process, and the pages that are kept while the index does not change. See docs/adr/0013-front-door.md.
 */
import { randomUUID } from 'node:crypto'
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readCatalogSources } from '#lib/config/catalog-sources.ts'
import { ConfigError, readConfig } from '#lib/config/config.ts'
import { chooseLanguage } from '#lib/language/choose-language.ts'
import { runAsRequest } from '#lib/net/request-context.ts'
import { startTracing } from '#lib/net/start-tracing.ts'
import { traceRequest } from '#lib/net/tracing.ts'
import { REQUEST_ID_HEADER, toRequestId } from '#lib/oci/request-id.ts'
import { getGalleryMetrics, toPageTemplate } from '../gallery-metrics.ts'
import { serveGalleryTls } from '../gallery-tls.ts'
import { getLog, switchLogLevel } from '../log.ts'
import { readShownVersion } from '../shown-version.ts'
import { checkRequest, type GuardContext } from './check-request.ts'
import { createCompressedChoice } from './choose-compressed.ts'
import { compressAnswer } from './compress-answers.ts'
import { createVisitDrain } from './drain-visits.ts'
import { isSmallRouterState } from './is-small-router-state.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { createDownloadLimit } from './limit-downloads.ts'
import { createSearchLimit } from './limit-searches.ts'
import { listBuiltFiles } from './list-built-files.ts'
import { logVisit } from './log-visit.ts'
import { recordAnswer } from './record-answer.ts'
import { toRefusal } from './refusal-page.ts'
import { explainRefusedDownload, replaceFailedPage } from './replace-answer.ts'
import { speakLanguage } from './speak-language.ts'
import { stateLength } from './state-length.ts'
import { createStyleSheetAhead } from './style-sheet-ahead.ts'
import { toQuestion } from './to-question.ts'

// Processes that the program forks itself inherit `execArgv`, and have no server to guard.
process.execArgv = process.execArgv.filter(
  (argument, at, all) => !argument.includes('guard-server') && !all[at + 1]?.includes('guard-server'),
)

/** The parser of Next itself, so that what passes here passes there. */
const { parseAndValidateFlightRouterState: parseRouterState } = createRequire(import.meta.url)(
  'next/dist/server/app-render/parse-and-validate-flight-router-state.js',
) as typeof import('next/dist/server/app-render/parse-and-validate-flight-router-state.js')

/** As Next tells crawlers from readers. */
const { getBotType: toCrawlerKind } = createRequire(import.meta.url)(
  'next/dist/shared/lib/router/utils/is-bot.js',
) as typeof import('next/dist/shared/lib/router/utils/is-bot.js')

const keptAnswers = createKeptAnswers()
const isSearchRefused = createSearchLimit(readConfig())
const isDownloadRefused = createDownloadLimit(readConfig())
const visitDrain = createVisitDrain(readConfig())
const builtFiles = listBuiltFiles(join(process.cwd(), '.next', 'static'))
const chooseCompressed = createCompressedChoice(builtFiles)
const nameStyleSheet = createStyleSheetAhead(builtFiles)
/**
 * Parts of files, and conditions that only matter for them: pages know neither, and for files Next answers 500 where they cannot be met. A
 * server may ignore a range (RFC 9110, section 14.2); what is whole is also right.
 */
const partialHeaders = ['range', 'if-range', 'if-match', 'if-unmodified-since'] as const
const forwardedHost = /^[a-z0-9._[\]:-]{1,255}$/i
const createServer = http.createServer
const metrics = getGalleryMetrics()
const context: GuardContext = { hosts: listHosts(), aliasOfHost: listAliasesOfHosts(), isRouterState }

process.on('SIGUSR2', switchLogLevel)
await startGalleryTracing()

http.createServer = ((...given: unknown[]) => {
  const listener = given.find((one) => typeof one === 'function') as RequestListener | undefined
  const options = given.find((one) => typeof one === 'object') ?? {}
  // Nothing here speaks another protocol; such a request is answered as if it had not asked for one.
  const server = createServer({ ...options, shouldUpgradeCallback: () => false }, (request, response) => {
    const requestId = toRequestId(request.headers[REQUEST_ID_HEADER], randomUUID)
    response.setHeader(REQUEST_ID_HEADER, requestId)
    logVisit(request, response, requestId)
    const toServed = () => ({ route: toPageTemplate(request.url ?? '/'), requestId })
    traceRequest(request, response, toServed, () => {
      if (!visitDrain.admit(request, response)) return
      const toLanguage = () => chooseLanguage(request.url ?? '/', request.headers)
      explainRefusedDownload(request, response, toLanguage)
      if (answerItself(request, response) || isSearchRefused(request, response)) return
      if (isDownloadRefused(request, response)) return
      stateLength(request, response)
      const isCompressed = chooseCompressed(request, response)
      nameStyleSheet(response)
      if (answerFromKept(request, response)) return
      replaceFailedPage(response, request.method === 'HEAD', toLanguage)
      if (!isCompressed) compressAnswer(request, response)
      runAsRequest(requestId, () => listener?.(request, response))
    })
  })
  visitDrain.guardClose(server)
  serveGalleryTls(server)
  // Next sets none unless it is told, and Node's own is shorter than that of any proxy: then now and then a request meets a
  // connection that is just being closed. The longest of the usual ones is Caddy's, two minutes.
  server.keepAliveTimeout = 125_000
  if (metrics !== null) server.prependListener('request', metrics.observe)
  server.on('connect', (_, socket) => {
    socket.on('error', () => {})
    socket.end(
      'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    )
  })
  return server
}) as typeof http.createServer

/** A start that asks for traces which there are not ends with words. */
async function startGalleryTracing(): Promise<void> {
  try {
    await startTracing('public-gallery', getLog())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** True when the request has had its answer; otherwise its target is one that Next can read. */
function answerItself(request: IncomingMessage, response: ServerResponse): boolean {
  const { headers, method = '' } = request
  const verdict = checkRequest(
    {
      method,
      target: request.url ?? '',
      host: headers.host,
      routerState: headers['next-router-state-tree'] as string | undefined,
    },
    context,
  )
  if (verdict.kind === 'pass') {
    request.url = verdict.target
    speakLanguage(request, response)
    dropForwarded(headers)
    for (const name of partialHeaders) delete headers[name]
    return false
  }
  if (verdict.kind === 'move') {
    response.writeHead(308, { location: verdict.location, 'content-length': '0' }).end()
    return true
  }
  const {
    status,
    headers: answered,
    body,
  } = toRefusal(verdict, request.url ?? '', chooseLanguage(request.url ?? '/', headers))
  // What is still to come of a request that is not wanted is not read.
  if (method !== 'GET' && method !== 'HEAD') response.setHeader('connection', 'close')
  response.writeHead(status, answered).end(method === 'HEAD' ? undefined : body)
  return true
}

/** True when the page was kept; otherwise it is listened to while Next makes it, and kept if it is one for everyone. */
function answerFromKept(request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '', headers } = request
  const question = toQuestion({ method, target: url, headers }, toCrawlerKind)
  const version = question === null ? null : readShownVersion()
  if (question === null || version === null) return false
  const kept = keptAnswers.find(question, version)
  if (kept !== null) {
    response.writeHead(200, { ...kept.headers, 'content-length': kept.body.byteLength }).end(kept.body)
    return true
  }
  recordAnswer(response, (answer) => {
    // What changed meanwhile may be in it or not.
    if (readShownVersion() === version) keptAnswers.keep(question, version, answer)
  })
  return false
}

/** Next makes addresses of these, and fails where none can be made. */
function dropForwarded(headers: IncomingMessage['headers']): void {
  const host = headers['x-forwarded-host']
  if (host !== undefined && !forwardedHost.test(String(host))) delete headers['x-forwarded-host']
  const proto = headers['x-forwarded-proto']
  if (proto !== undefined && !/^https?$/.test(String(proto))) delete headers['x-forwarded-proto']
  const port = headers['x-forwarded-port']
  if (port !== undefined && !/^\d{1,5}$/.test(String(port))) delete headers['x-forwarded-port']
}

function isRouterState(text: string): boolean {
  if (!isSmallRouterState(text)) return false
  try {
    return parseRouterState(text) !== undefined
  } catch {
    return false
  }
}

/** Of registries whose references have no alias; of several under one host, the first. */
function listAliasesOfHosts(): Map<string, string> {
  const registries = readCatalogSources(readConfig()).flatMap(({ endpoint }) =>
    endpoint.kind === 'oci' ? [[endpoint.pullHost.toLowerCase(), endpoint.alias] as const] : [],
  )
  return new Map(registries.toReversed())
}

/** Under which images of this gallery are pulled, and its pages seen. Those of further endpoints only the index knows. */
function listHosts(): string[] {
  const { registryHost, galleryUrl } = readConfig()
  return [registryHost, new URL(galleryUrl).host, 'public.ecr.aws', 'gallery.ecr.aws', 'localhost'].map(
    (host) => host.toLowerCase(),
  )
}
