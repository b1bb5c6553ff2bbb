import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { requestJson } from './request-json.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function listen(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/a?b=1`
}

const soon = () => AbortSignal.timeout(5_000)

test('reads JSON', async () => {
  const url = await listen((request, response) => response.end(JSON.stringify({ url: request.url })))
  expect(await requestJson(url, soon())).toEqual({ status: 200, body: { url: '/a?b=1' } })
})

test('what is no JSON, and what is not found, has no body', async () => {
  const text = await listen((_, response) => response.end('<html>'))
  expect(await requestJson(text, soon())).toEqual({ status: 200, body: undefined })
  const missing = await listen((_, response) => response.writeHead(404).end('{}'))
  expect(await requestJson(missing, soon())).toEqual({ status: 404, body: undefined })
})

test('a redirect is not followed', async () => {
  const url = await listen((_, response) => response.writeHead(302, { location: '/elsewhere' }).end())
  expect((await requestJson(url, soon())).status).toBe(302)
})

test('no answer in time is the reason of the signal, also in the middle of one', async () => {
  const silent = await listen(() => {})
  await expect(requestJson(silent, AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' })
  const slow = await listen((_, response) => response.write('{'))
  await expect(requestJson(slow, AbortSignal.timeout(50))).rejects.toThrow()
})

test('an answer that breaks off is an error', async () => {
  const url = await listen((request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('{')
    setTimeout(() => request.socket.destroy(), 10)
  })
  await expect(requestJson(url, soon())).rejects.toThrow()
})

test('where nothing listens, the error says so', async () => {
  const url = await listen(() => {})
  server?.close()
  await expect(requestJson(url, soon())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
