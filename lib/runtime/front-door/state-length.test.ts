/** Guards that a file that is saved has its length, so that one that was cut short is told from it, and that nothing else is given one. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { LENGTH_HEADER, stateLength } from './state-length.ts'

let stop = () => {}
afterEach(() => stop())

/** Answers three bytes of as many as the header says. */
async function serve(how: 'setHeader' | 'appendHeader', length: string) {
  const server = createServer((request, response) => {
    stateLength(request, response)
    response[how](LENGTH_HEADER, length)
    response[how]('content-type', 'application/octet-stream')
    response.write('abc')
    if (length === '3') response.end()
    else setTimeout(() => response.destroy(), 20)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => server.close()
  const { port } = server.address() as AddressInfo
  return (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
}

test.each(['setHeader', 'appendHeader'] as const)('by %s', async (how) => {
  const ask = await serve(how, '3')
  const file = await ask('/api/file/acme/web?path=a')
  expect(file.headers.get('content-length')).toBe('3')
  expect([file.headers.get(LENGTH_HEADER), file.headers.get('transfer-encoding')]).toEqual([null, null])
  expect(await file.text()).toBe('abc')
  expect((await ask('/api/search')).headers.get('content-length')).toBeNull()
})

test('what is cut short is an error', async () => {
  const ask = await serve('setHeader', '4')
  await expect((await ask('/api/file/acme/web')).text()).rejects.toThrow()
})
