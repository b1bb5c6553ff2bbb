/** Guards that what is kept of an answer is all of it, byte for byte, and that nothing else is kept. */
import { once } from 'node:events'
import {
  createServer,
  get,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { KeptAnswer } from './kept-answers.ts'
import { recordAnswer } from './record-answer.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }

/** As Next does: a header that only stands in `writeHead` cannot be asked for afterwards, and such an answer is not kept. */
function begin(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): ServerResponse {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value ?? '')
  return response
}

/** Answers one request so, and gives what the client received and what was recorded. */
async function record(answer: RequestListener, isBrokenOff = false) {
  const recorded: KeptAnswer[] = []
  const closed = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    recordAnswer(response, (whole) => recorded.push(whole))
    response.once('close', () => closed.resolve())
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  const received: Buffer[] = []
  const ended = Promise.withResolvers<void>()
  asked.on('error', () => ended.resolve())
  asked.on('response', (response) => {
    response.on('error', () => ended.resolve())
    response.on('end', () => ended.resolve())
    response.on('data', (chunk: Buffer) => {
      received.push(chunk)
      if (isBrokenOff) asked.destroy()
    })
  })
  await Promise.all([ended.promise, closed.promise])
  server.close()
  return { received: Buffer.concat(received), recorded }
}

test('a document is recorded as it was received, however it was written', async () => {
  const { received, recorded } = await record((_, response) => {
    begin(response, 200, { ...html, vary: 'rsc', 'x-many': ['a', 'b'] })
    response.write('späte ')
    response.write(Buffer.from([0, 255, 128]))
    response.write('6869', 'hex')
    response.end(new Uint8Array([1, 2]), () => undefined)
  })
  expect(recorded).toHaveLength(1)
  expect(Buffer.from(recorded[0]?.body ?? []).equals(received)).toBe(true)
  expect(recorded[0]?.headers).toEqual({ ...html, vary: 'rsc', 'x-many': ['a', 'b'] })
})

test('bytes that their writer uses again are recorded as they were', async () => {
  const { received, recorded } = await record((_, response) => {
    const bytes = Buffer.from('first')
    begin(response, 200, html)
    response.write(bytes, () => {
      bytes.write('other')
      response.end(bytes)
    })
  })
  expect(received.toString()).toBe('firstother')
  expect(Buffer.from(recorded[0]?.body ?? []).toString()).toBe('firstother')
})

test.each<[string, RequestListener]>([
  ['another status', (_, response) => begin(response, 404, html).end('x')],
  ['a redirect', (_, response) => begin(response, 307, { ...html, location: '/' }).end()],
  [
    'what is no document',
    (_, response) => begin(response, 200, { 'content-type': 'text/x-component' }).end('x'),
  ],
  ['what has no type', (_, response) => response.end('x')],
  ['what sets a cookie', (_, response) => begin(response, 200, { ...html, 'set-cookie': 'a=b' }).end('x')],
  ['what is too large', (_, response) => begin(response, 200, html).end('x'.repeat(600 * 1024))],
])('%s is not recorded', async (_name, answer) => {
  expect((await record(answer)).recorded).toEqual([])
})

test('what is broken off, by either side, is not recorded', async () => {
  const byReader = await record((_, response) => {
    begin(response, 200, html)
    response.write('half')
  }, true)
  const byServer = await record((_, response) => {
    begin(response, 200, html)
    response.write('half', () => response.destroy())
  })
  expect([byReader.recorded, byServer.recorded]).toEqual([[], []])
})
