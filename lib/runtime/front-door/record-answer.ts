/** Listens to a page on its way out, and tells of it when all of it has left. */
import type { ServerResponse } from 'node:http'
import { REQUEST_ID_HEADER } from '#lib/oci/request-id.ts'
import type { KeptAnswer } from './kept-answers.ts'

/** Longer ones are not listened to, so that they are not in memory twice. */
const maxBytes = 512 * 1024

/** Headers that are written for each answer, and those of one connection. */
const ownHeaders = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date', REQUEST_ID_HEADER],
])

/** @param onWhole told of a document that was answered with 200; of nothing else, and of none that was broken off */
export function recordAnswer(response: ServerResponse, onWhole: (answer: KeptAnswer) => void): void {
  const { write, end } = response
  let chunks: Buffer[] | null = []
  let size = 0
  const take = (chunk: unknown, encoding: unknown) => {
    if (chunks === null || chunk === undefined || chunk === null || typeof chunk === 'function') return
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(chunk as Uint8Array)
    size += bytes.byteLength
    if (size > maxBytes) chunks = null
    else chunks.push(bytes)
  }
  response.write = ((...given: Parameters<typeof write>) => {
    take(given[0], given[1])
    return write.apply(response, given)
  }) as typeof write
  response.end = ((...given: Parameters<typeof end>) => {
    take(given[0], given[1])
    return end.apply(response, given)
  }) as typeof end
  response.once('finish', () => {
    const isPage =
      response.statusCode === 200 && /^text\/html/.test(String(response.getHeader('content-type')))
    if (chunks === null || !isPage || response.hasHeader('set-cookie')) return
    const headers = Object.entries(response.getHeaders()).flatMap(([name, value]) =>
      value === undefined || ownHeaders.has(name)
        ? []
        : [[name, Array.isArray(value) ? value : String(value)] as const],
    )
    onWhole({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks) })
  })
}
