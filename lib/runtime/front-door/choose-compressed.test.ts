/** Guards that a browser has the smallest form of a file that it can read, and never one that it cannot. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCompressedChoice } from './choose-compressed.ts'
import { listBuiltFiles } from './list-built-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'public-gallery-static-'))
mkdirSync(join(folder, 'chunks'))
for (const name of ['a.js', 'a.js.br', 'a.js.gz', 'b.css', 'b.css.gz', 'c.js', 'd.woff2', 'd.woff2.br']) {
  writeFileSync(join(folder, 'chunks', name), '')
}
const choose = createCompressedChoice(listBuiltFiles(folder))

/** Answers what is asked for behind it, as Next would, and 404 for a file that has gone. */
const server = createServer((incoming, response) => {
  choose(incoming, response)
  const isGone = incoming.url?.includes('gone')
  // A page has the type that was set before, as of Next's.
  if (isGone && !response.hasHeader('content-type')) response.setHeader('content-type', 'text/html')
  response.writeHead(isGone ? 404 : 200)
  response.end(incoming.url)
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  asked: string
  encoding: string | undefined
  type: string | undefined
  vary: string | undefined
}

function ask(path: string, encodings: string | undefined, method = 'GET'): Promise<Answer> {
  const { port } = server.address() as AddressInfo
  const headers = encodings === undefined ? {} : { 'accept-encoding': encodings }
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      let asked = ''
      answer.setEncoding('utf8').on('data', (text: string) => (asked += text))
      answer.on('end', () => {
        const { 'content-encoding': encoding, 'content-type': type, vary } = answer.headers
        resolve({ asked, encoding, type, vary })
      })
    })
      .on('error', reject)
      .end()
  })
}

const script = '/_next/static/chunks/a.js'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['*', 'br'],
  ['BR', 'br'],
  ['identity', undefined],
  ['br;q=0', undefined],
  ['br;Q=0', undefined],
  [`${'a,'.repeat(250)}br`, undefined],
  ['*;q=0', undefined],
  ['brotli, x-gzip-not', undefined],
  ['', undefined],
  [undefined, undefined],
])('Accept-Encoding %j is answered with %j', async (accepted, encoding) => {
  const suffix = encoding === undefined ? '' : encoding === 'br' ? '.br' : '.gz'
  expect(await ask(script, accepted)).toEqual({
    asked: `${script}${suffix}`,
    encoding,
    type: encoding && 'application/javascript; charset=UTF-8',
    vary: 'Accept-Encoding',
  })
})

test('a query stays, and what lies there in one form is given in that', async () => {
  expect((await ask(`${script}?dpl=1`, 'br')).asked).toBe(`${script}.br?dpl=1`)
  expect(await ask('/_next/static/chunks/b.css', 'br, gzip')).toEqual({
    asked: '/_next/static/chunks/b.css.gz',
    encoding: 'gzip',
    type: 'text/css; charset=UTF-8',
    vary: 'Accept-Encoding',
  })
})

test.each([
  '/_next/static/chunks/c.js',
  '/_next/static/chunks/d.woff2',
  '/_next/static/chunks/../chunks/a.js',
  '/_next/static/chunks/%61.js',
  '/chunks/a.js',
  '/a.js',
  '/',
])('%s is left as it is', async (path) => {
  expect(await ask(path, 'br')).toEqual({
    asked: path,
    encoding: undefined,
    type: undefined,
    vary: undefined,
  })
})

test('nothing is chosen for another method, and a page in place of a file is called what it is', async () => {
  expect((await ask(script, 'br', 'POST')).encoding).toBeUndefined()
  expect((await ask(script, 'br', 'HEAD')).encoding).toBe('br')
  const page = await ask(`${script}?gone`, 'br')
  expect([page.encoding, page.type]).toEqual([undefined, 'text/html'])
})

test('a header that takes long to read is not left for Next', () => {
  const asked = { url: '/', method: 'GET', headers: { 'accept-encoding': 'a,'.repeat(60_000) } }
  choose(asked as unknown as IncomingMessage, {} as ServerResponse)
  expect(asked.headers).toEqual({})
})

test('without a build nothing is chosen', () => {
  const none = listBuiltFiles(join(folder, 'none'))
  expect(none).toEqual([])
  expect(() => createCompressedChoice(none)).not.toThrow()
})
