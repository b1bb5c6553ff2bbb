/** Guards that who comes while the gallery stops is told so, in a form that is read there, and that what runs has its time. */
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createVisitDrain } from './drain-visits.ts'

let stop = () => {}
afterEach(() => stop())

/** A server that answers `/slow` when it is told to, and all else at once; it is about to stop. */
async function startDraining() {
  const drain = createVisitDrain({ drainDelayMs: 0, drainMs: 5_000 })
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    if (!drain.admit(request, response)) return
    if (request.url === '/slow') waiting.push(() => response.end('slow'))
    else response.end('served')
  })
  drain.guardClose(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = () => server.closeAllConnections()
  const { port } = server.address() as AddressInfo
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ answer: IncomingMessage; body: string }>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text
        })
        answer.on('end', () => resolve({ answer, body }))
      }).on('error', reject)
    })
  const slow = ask('/slow')
  await expect.poll(() => waiting.length).toBe(1)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await expect.poll(async () => (await ask('/')).answer.statusCode).toBe(503)
  return { ask, slow, closed, finish: () => waiting[0]?.() }
}

test('visitors have a document in their language, programs JSON, probes their answer, and what runs its end', async () => {
  const { ask, slow, closed, finish } = await startDraining()
  const page = await ask('/tidewater', { 'accept-language': 'ja' })
  expect(page.answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'ja',
    'retry-after': '5',
    'cache-control': 'no-store',
    connection: 'close',
  })
  expect(page.body).toContain('再起動中')
  for (const [path, members] of [
    ['/api/search?searchTerm=a', {}],
    ['/describeImageTags', { __type: 'ServerException' }],
  ] as const) {
    const { answer, body } = await ask(path, { 'accept-language': 'ja' })
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
      503,
      'application/json',
      '5',
    ])
    expect(JSON.parse(body)).toEqual({
      ...members,
      message: 'This gallery is being restarted. It will be back in a moment.',
    })
  }
  expect((await ask('/livez')).body).toBe('served')
  finish()
  expect((await slow).body).toBe('slow')
  await closed
})
