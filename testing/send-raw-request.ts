/** Sends the bytes of one request over a connection of its own, and reads the answer to its end. */
import { connect } from 'node:net'

/** How a server took a request; `status` is null where it closed the connection without a word. */
export type RawAnswer = { kind: 'answered'; status: number | null; text: string } | { kind: 'silent' }

const maxKept = 200_000

/** Never throws: a connection that is reset is one that was closed. `silent` after `timeoutMs` without an end. */
export function sendRawRequest(port: number, request: string, timeoutMs = 15_000): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const socket = connect(port, '127.0.0.1')
  let text = ''
  const finish = (answer: RawAnswer) => {
    clearTimeout(timer)
    socket.destroy()
    resolve(answer)
  }
  const end = () => {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
    finish({ kind: 'answered', status: status === undefined ? null : Number(status), text })
  }
  const timer = setTimeout(() => finish({ kind: 'silent' }), timeoutMs)
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    if (text.length < maxKept) text += chunk
  })
  socket.on('error', end)
  socket.on('close', end)
  socket.write(request, 'utf8')
  // Where the server waits for the rest of a request, the end of it ends the waiting.
  if (!request.includes('Connection: close')) socket.end()
  return promise
}
