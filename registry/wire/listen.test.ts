import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { ListenError, listen, stopServer } from './listen.ts'

test('the URL is one that this machine can reach, also for all addresses', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = createServer((_, response) => response.end('here'))
    const url = await listen(server, { host, registryPort: 0 })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(url)).text()).toBe('here')
    await stopServer(server)
  }
})

test('a port in use and a foreign address are told with what to do', async () => {
  const first = createServer()
  const url = await listen(first, { host: '127.0.0.1', registryPort: 0 })
  const registryPort = Number(new URL(url).port)
  const second = listen(createServer(), { host: '127.0.0.1', registryPort })
  await expect(second).rejects.toThrow(ListenError)
  await expect(second).rejects.toThrow(`Port ${registryPort} of 127.0.0.1 is in use`)
  await stopServer(first)
  await expect(listen(createServer(), { host: '192.0.2.1', registryPort: 0 })).rejects.toThrow('Set HOST')
})
