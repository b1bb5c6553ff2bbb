/**
 * The scripts and styles of the gallery lie compressed beside themselves since the build: compressed at each request (`compress-answers.ts`)
 * they would cost the processor, and be larger. What a first visit of a repository's page loads is a seventh smaller by Brotli than by gzip.
 * The smallest form that the client accepts is given out (RFC 9110 §12.5.3), and the answer says that it depends on that (§12.5.5).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import Negotiator from 'negotiator'
import { beforeHead } from './before-head.ts'

/** By the extension of the file; what is preferred first. */
const encodings = { br: '.br', gzip: '.gz' } as const
const preferred = Object.keys(encodings) as (keyof typeof encodings)[]

/** Of the header; browsers send some thirty characters, and each part of it costs time. A longer one counts as none. */
const maxAcceptLength = 500

const types: Record<string, string> = {
  js: 'application/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
  json: 'application/json; charset=UTF-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=UTF-8',
}

/** True where a compressed file is asked for: what comes of it is not to be compressed again. */
export type ChooseCompressed = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * @param builtFiles as `listBuiltFiles` gives them
 * @returns to be called before Next reads the request, which then asks for the compressed file
 */
export function createCompressedChoice(builtFiles: readonly string[]): ChooseCompressed {
  const known = new Set(builtFiles)
  return (request, response) => {
    const { url = '', method, headers } = request
    const accepts = String(headers['accept-encoding'] ?? '')
    // What compresses other answers reads it too.
    if (accepts.length > maxAcceptLength) delete headers['accept-encoding']
    if (method !== 'GET' && method !== 'HEAD') return false
    const [path = ''] = url.split('?', 1)
    const type = types[path.slice(path.lastIndexOf('.') + 1)]
    if (type === undefined || !known.has(path)) return false
    const offered = preferred.filter((encoding) => known.has(path + encodings[encoding]))
    if (offered.length === 0) return false
    response.setHeader('vary', 'Accept-Encoding')
    if (accepts.length > maxAcceptLength) return false
    const readable = new Negotiator({ headers: { 'accept-encoding': accepts.toLowerCase() } }).encodings(
      offered,
    )
    const encoding = offered.find((one) => readable.includes(one))
    if (encoding === undefined) return false
    sayWhatIsSent(response, { 'content-encoding': encoding, 'content-type': type })
    request.url = path + encodings[encoding] + url.slice(path.length)
    return true
  }
}

/** A file that is gone since the start, or cannot be read, is answered with a page, which is neither compressed nor of that type. */
function sayWhatIsSent(response: ServerResponse, headers: Record<string, string>): void {
  beforeHead(response, (status) => {
    if (status === 200) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  })
}
