/** Puts an answer on the wire: HEAD without a body, 304 for what the client has, and the connection left clean. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { SinkClosedError } from '#registry/store/content/blob-store.ts'
import type { HttpAnswer, StreamedBody } from './answer.ts'
import { isKnownToClient } from './is-known-to-client.ts'

/** How long a client may go on sending a body that nobody wants. */
const lingerMs = 2_000

/** Writes the whole answer, unless there is one already; resolves when it is written, or the client has gone. */
export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpAnswer,
): Promise<void> {
  if (response.headersSent) return
  const headers: Record<string, string> = { 'x-content-type-options': 'nosniff', ...answer.headers }
  const isUnread = !request.complete
  // What is left of a body that nobody reads would be taken for the next request, so there must not be one.
  if (isUnread) headers.connection = 'close'
  const end = (content?: Uint8Array) =>
    isUnread ? endAfterBody(request, response, content) : response.end(content)
  const isFound = answer.status === 200 && isKnownToClient(request.headers['if-none-match'], headers.etag)
  if (isFound) {
    response.writeHead(304, headers)
    end()
    return
  }
  const { status } = answer
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body
  const bytes = body instanceof Uint8Array ? body.length : body.bytes
  // RFC 9110, section 8.6: an answer without content must not tell a length.
  if (status !== 204) headers['content-length'] = String(bytes)
  response.writeHead(status, headers)
  if (request.method === 'HEAD' || bytes === 0) end()
  else if (body instanceof Uint8Array) end(body)
  else await send(body, response, end)
}

async function send(body: StreamedBody, response: ServerResponse, end: () => void): Promise<void> {
  try {
    await body.send(response)
    end()
  } catch (error) {
    // A client that goes away in the middle of a download is no failure of ours.
    if (!(error instanceof SinkClosedError)) throw error
  }
}

/**
 * Sends what there is of the answer, and ends the connection when the client has sent its body, or has had time enough. Ended
 * at once, it would be reset while the client still writes, and many a client then never reads the answer.
 */
function endAfterBody(request: IncomingMessage, response: ServerResponse, content?: Uint8Array): void {
  if (content === undefined) response.flushHeaders()
  else response.write(content)
  request.resume()
  const timer = setTimeout(() => {
    response.end()
    request.destroy()
  }, lingerMs)
  const end = () => {
    clearTimeout(timer)
    response.end()
  }
  request.once('end', end)
  request.once('close', end)
  response.once('close', () => clearTimeout(timer))
}
