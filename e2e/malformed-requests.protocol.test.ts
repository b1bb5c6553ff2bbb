/**
 * Guards that no request, however broken, gets a 5xx, goes without an answer or fills the log: neither at the gallery, where
 * Next answers, nor at the registry.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { listMalformedRequests } from '#testing/malformed-requests.ts'
import { toPairEnvironment } from '#testing/pair-environment.ts'
import { type RawAnswer, sendRawRequest } from '#testing/send-raw-request.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

const requestCount = 3_000
const seed = 20_260_101
const concurrency = 8
const stackSign = /⨯|Error:|"stack"|^\S+\s+at /
const known = { alias: 'tidewater', repository: 'postgres-tools' }

const lines: string[] = []
let dataDir: string
let galleryPort: number
let registryPort: number
let program: Program

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
  dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-malformed-'))
  galleryPort = await findFreePort()
  registryPort = await findFreePort()
  const demo = Promise.withResolvers<void>()
  program = startProgram({
    name: 'start',
    command: ['scripts/start.ts'],
    environment: {
      ...toPairEnvironment({ galleryPort, registryPort, dataDir }),
      DEMO: '1',
      LOG_LEVEL: 'info',
    },
    onLine: (line) => {
      lines.push(line)
      const [, done, total] = /demo catalogue: (\d+) of (\d+)/.exec(line) ?? []
      if (done !== undefined && done === total) demo.resolve()
    },
  })
  await waitForAnswer(`http://127.0.0.1:${galleryPort}/api/health`, { timeoutMs: 120_000 })
  await demo.promise
  const page = `http://127.0.0.1:${galleryPort}/${known.alias}/${known.repository}`
  await waitForAnswer(page, { timeoutMs: 30_000 })
}, 400_000)

afterAll(async () => {
  await program?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe.each([
  { name: 'gallery', getPort: () => galleryPort, health: '/api/health' },
  { name: 'registry', getPort: () => registryPort, health: '/healthz' },
])('the $name', ({ getPort, health }) => {
  test(`answers ${requestCount} malformed requests without a 5xx, a silence or a stack in the log`, async () => {
    const logged = lines.length
    const requests = listMalformedRequests(requestCount, seed, known)
    const failed: string[] = []
    let at = 0
    const sendNext = async () => {
      for (let request = requests[at++]; request !== undefined; request = requests[at++]) {
        const answer = await sendFollowing(getPort(), request)
        if (answer.kind === 'silent' || (answer.status ?? 0) >= 500) {
          failed.push(
            `${answer.kind === 'silent' ? 'silent' : answer.status}: ${JSON.stringify(request.slice(0, 300))}`,
          )
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, sendNext))
    expect(failed.slice(0, 10)).toEqual([])
    expect((await fetch(`http://127.0.0.1:${getPort()}${health}`)).status).toBe(200)
    const written = lines.slice(logged)
    // A line for each request is the registry's access log; more, or a stack, would let strangers fill a disk.
    expect(written.length).toBeLessThanOrEqual(requestCount)
    expect(written.filter((line) => stackSign.test(line)).slice(0, 10)).toEqual([])
  }, 300_000)
})

test.each([
  'Range: bytes=9-1',
  'Range: bytes=99999999-',
  'Range: bytes=-',
  'If-Match: "x"',
  'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT',
])('a file is sent whole where a part or a condition cannot be had: %s', async (header) => {
  const page = await (await fetch(`http://127.0.0.1:${galleryPort}/`)).text()
  const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? ''
  for (const path of ['/favicon.ico', script, '/']) {
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n\r\n`
    const answer = await sendRawRequest(galleryPort, request)
    expect([path, answer.kind === 'answered' && answer.status]).toEqual([path, 200])
  }
})

/** Next sends a request for data on to the address that names its headers; what it does there matters as well. */
async function sendFollowing(port: number, request: string): Promise<RawAnswer> {
  const answer = await sendRawRequest(port, request)
  if (answer.kind === 'silent' || answer.status !== 307) return answer
  const location = /^location: (\/\S*)/im.exec(answer.text)?.[1]
  return location === undefined ? answer : sendRawRequest(port, request.replace(/ \S+/, ` ${location}`))
}
