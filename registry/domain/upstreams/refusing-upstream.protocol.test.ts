/** Pulls while an upstream refuses, is silent, or drips: what is stored is answered, and nobody waits longer than need be. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type BehindUpstream,
  refuseWith,
  startBehindUpstream,
} from '#testing/registry/start-behind-upstream.ts'

let behind: BehindUpstream

beforeAll(async () => {
  behind = await startBehindUpstream({ timeoutSeconds: 1 })
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
})
afterAll(() => behind.remove())

const pull = (name: string, tag: string) => behind.get(`mirror/library/${name}/manifests/${tag}`)

async function eventually(check: () => Promise<boolean> | boolean) {
  await expect.poll(check, { timeout: 15_000, interval: 50 }).toBe(true)
}

/** Until nothing is left alone any more. */
const untilAsked = (name: string) => eventually(async () => (await pull(name, '1')).status === 200)

test.each([401, 403, 408, 418, 500, 502, 503, 504])(
  '%s is no answer: the image goes on, with a warning',
  async (status) => {
    const name = `refused-${status}`
    const digest = behind.upstream.addImage(`library/${name}`, '1', [])
    await untilAsked(name)
    behind.upstream.trick = refuseWith(status)
    await eventually(async () => (await pull(name, '1')).headers.has('warning'))
    const answer = await pull(name, '1')
    expect(answer.headers.get('docker-content-digest')).toBe(digest)
    expect(answer.headers.get('warning')).toMatch(
      new RegExp(`^111 - "127\\.0\\.0\\.1:\\d+ answers ${status}\\. Last compared at 20.+Z\\."$`),
    )
  },
)

test.each<[status: number, given: number, code: string]>([
  [400, 503, 'UNKNOWN'],
  [401, 404, 'MANIFEST_UNKNOWN'],
  [403, 404, 'MANIFEST_UNKNOWN'],
  [404, 404, 'MANIFEST_UNKNOWN'],
  [408, 503, 'UNKNOWN'],
  [410, 404, 'MANIFEST_UNKNOWN'],
  [500, 503, 'UNKNOWN'],
  [503, 503, 'UNKNOWN'],
])(
  'of what is not stored, %s is %s %s to the client, and is not asked for at once again',
  async (status, given, code) => {
    behind.upstream.trick = refuseWith(status)
    const name = `cold-${status}`
    const answer = await pull(name, '1')
    const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] }
    expect([answer.status, errors[0]?.code]).toEqual([given, code])
    await pull(name, '1')
    expect(behind.upstream.count(new RegExp(name))).toBe(1)
  },
)

test.each([404, 410])(
  '%s is believed of a tag that is stored, and its image stays by its digest',
  async (status) => {
    const name = `believed-${status}`
    const digest = behind.upstream.addImage(`library/${name}`, '1', [])
    await untilAsked(name)
    behind.upstream.trick = refuseWith(status)
    await eventually(async () => (await pull(name, '1')).status === 404)
    expect((await pull(name, digest)).status).toBe(200)
  },
)

test('a date in Retry-After is obeyed for every repository of the host', async () => {
  for (const name of ['dated', 'neighbour']) {
    behind.upstream.addImage(`library/${name}`, '1', [])
    await untilAsked(name)
  }
  const until = new Date(Date.now() + 4_000).toUTCString()
  behind.upstream.trick = refuseWith(503, { 'retry-after': until })
  const refused = await behind.get('mirror/library/dated/manifests/cold')
  expect(refused.status).toBe(503)
  behind.upstream.trick = null
  const before = behind.upstream.requests.length
  expect((await pull('neighbour', '1')).status).toBe(200)
  const cold = await pull('neighbour', 'cold')
  expect([cold.status, Number(cold.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect(behind.upstream.requests.length).toBe(before)
  await eventually(async () => (await pull('neighbour', 'cold')).status === 404)
})

test('a silent upstream delays no tag that is stored, and after three silences no other one either', async () => {
  const digest = behind.upstream.addImage('library/silent', '1', [])
  await untilAsked('silent')
  behind.upstream.trick = () => true
  const answer = await pull('silent', '1')
  expect(answer.headers.get('docker-content-digest')).toBe(digest)
  for (const tag of ['a', 'b', 'c']) expect((await pull('silent', tag)).status).toBe(503)
  const before = behind.upstream.requests.length
  const left = await pull('silent', 'd')
  expect([left.status, left.headers.has('retry-after')]).toEqual([503, true])
  expect(behind.upstream.requests.length).toBe(before)
  expect((await pull('silent', '1')).headers.get('warning')).toMatch(/^111 - /)
  behind.upstream.trick = null
  await eventually(async () => (await pull('silent', 'd')).status === 404)
})

test('a manifest that comes byte by byte is given up', async () => {
  behind.upstream.addImage('library/drip', '1', [])
  const timers: NodeJS.Timeout[] = []
  behind.upstream.trick = (request, response) => {
    if (request.headers.authorization === undefined) return false
    response.writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' })
    timers.push(setInterval(() => response.write(' '), 200))
    return true
  }
  await eventually(async () => (await pull('drip', '1')).status === 503)
  for (const timer of timers) clearInterval(timer)
})

test('a thousand tags are all answered while the upstream says 429', async () => {
  // Long enough that a busy machine is not taken for a silent upstream.
  await behind.restart({ timeoutSeconds: 15 })
  const tags = Array.from({ length: 1_000 }, (_, at) => `t${at}`)
  for (const tag of tags) behind.upstream.addImage('library/thousand', tag, [])
  const pullAll = async () => {
    const statuses = new Set<number>()
    for (let at = 0; at < tags.length; at += 50) {
      const answers = await Promise.all(tags.slice(at, at + 50).map((tag) => pull('thousand', tag)))
      for (const { status } of answers) statuses.add(status)
    }
    return [...statuses]
  }
  await eventually(async () => (await pull('thousand', 't0')).status === 200)
  expect(await pullAll()).toEqual([200])
  behind.upstream.trick = refuseWith(429, { 'retry-after': '600' })
  await pull('thousand', 't0')
  await eventually(async () => (await pull('thousand', 't0')).headers.has('warning'))
  const before = behind.upstream.requests.length
  expect(await pullAll()).toEqual([200])
  expect(behind.upstream.requests.length).toBe(before)
})

test('what is older than it may be is not answered, and a restart forgets no age', async () => {
  await behind.restart({ freshSeconds: 0, staleSeconds: 1, timeoutSeconds: 1 })
  behind.upstream.addImage('library/aged', '1', [])
  await untilAsked('aged')
  behind.upstream.trick = refuseWith(503)
  await eventually(async () => (await pull('aged', '1')).status === 503)
  await behind.restart()
  expect((await pull('aged', '1')).status).toBe(503)
})
