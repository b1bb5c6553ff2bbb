/** Where a registry's redirects lead: to the addresses that the socket really uses. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PrivateAddressError } from '#lib/net/look-up-public-address.ts'
import { type AnsweredNames, answerNames } from '#testing/answer-names.ts'
import { sendRequest } from './send-request.ts'

let server: Server
let origin: string
let names: AnsweredNames | null = null

beforeAll(async () => {
  server = createServer((_, response) =>
    response.writeHead(307, { location: 'https://turn.example/blob' }).end(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => names?.restore())
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const options = { headers: { authorization: 'Bearer secret' }, maxBytes: 1_000, timeoutMs: 5_000 }

test.each([
  ['127.0.0.1'],
  ['0.0.0.0'],
  ['::ffff:10.0.0.1'],
  ['64:ff9b::a00:1'],
  ['fe80::1'],
  ['8.8.8.8', '10.0.0.1'],
])('a redirect to a name with the addresses %s %s is not followed', async (...addresses) => {
  names = answerNames({ 'turn.example': [addresses] })
  const failure = await sendRequest(new URL('/v2/', origin), origin, options).catch((error) => error)
  expect(failure).toMatchObject({ kind: 'unreachable', cause: expect.any(PrivateAddressError) })
  // By the look-up of the socket, and by no other one that may have said something else.
  expect(names.asked).toEqual(['turn.example'])
})
