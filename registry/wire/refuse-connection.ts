/** Answers what is no request that could be handled: broken HTTP, headers that are too large or do not come. */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

const answers: Record<string, { status: number; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: 'The request line and the headers together have more than 16 KiB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The headers of the request did not come in time.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'The chunk extensions are too large.' },
}
const notHttp = { status: 400, message: 'This is not a request of HTTP/1.1.' }

/** @param isAnswering true while an answer is on its way, into which no other must be mixed */
export function refuseConnection(error: Error, socket: Duplex, isAnswering: boolean): void {
  const code = 'code' in error ? String(error.code) : ''
  if (!socket.writable || code === 'ECONNRESET' || isAnswering) {
    socket.destroy(error)
    return
  }
  end(socket, answers[code] ?? notHttp)
}

/** CONNECT asks a proxy for a way to somewhere else (RFC 9110, section 9.3.6). */
export function refuseTunnel(socket: Duplex): void {
  end(socket, { status: 405, message: 'This is no proxy.' })
}

function end(socket: Duplex, { status, message }: { status: number; message: string }): void {
  const body = JSON.stringify({ message })
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      ...(status === 405 ? ['Allow: GET, HEAD'] : []),
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}
