/** What galleries are told of an upstream's repository, and that its changes are told, too. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type BehindUpstream,
  refuseWith,
  startBehindUpstream,
} from '#testing/registry/start-behind-upstream.ts'

let behind: BehindUpstream

beforeAll(async () => {
  behind = await startBehindUpstream()
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
})
afterAll(() => behind.remove())

const pull = (tag: string) => behind.get(`mirror/library/app/manifests/${tag}`)
const read = async (): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${behind.endpoint}/gallery/upstreams/mirror/library/app`)
  return { ...((await answer.json()) as Record<string, unknown>), status: answer.status }
}
const countChanges = async () => {
  const answer = await fetch(`${behind.endpoint}/gallery/changes?since=0`)
  const { changes } = (await answer.json()) as { changes: { repositoryName: string }[] }
  return changes.filter(({ repositoryName }) => repositoryName === 'library/app').length
}

test('how many tags the upstream has besides is counted once, without anybody waiting, and told to pages', async () => {
  for (const tag of ['1', '2', '3']) behind.upstream.addImage('library/app', tag, [])
  await pull('1')
  const before = await countChanges()
  expect(await read()).toMatchObject({ host: behind.upstream.host, name: 'library/app', refusal: null })
  await expect.poll(read).toMatchObject({ behindTags: 2, checkedAt: expect.stringMatching(/^20/) })
  await expect.poll(countChanges).toBe(before + 1)
  for (let at = 0; at < 10; at += 1) await read()
  expect(behind.upstream.count(/tags\/list/)).toBe(1)
})

test('an upstream whose lists of tags lead round in a circle is counted once round', async () => {
  behind.upstream.addImage('library/round', 'b', [])
  await behind.get('mirror/library/round/manifests/b')
  behind.upstream.trick = ({ url = '' }, response) => {
    if (!url.includes('/round/tags/list')) return false
    const tag = url.includes('last=b') ? 'a' : 'b'
    const link = `</v2/library/round/tags/list?n=1&last=${tag}>; rel="next"`
    response.writeHead(200, { link }).end(JSON.stringify({ tags: [tag] }))
    return true
  }
  const address = `${behind.endpoint}/gallery/upstreams/mirror/library/round`
  await expect.poll(async () => (await fetch(address)).json()).toMatchObject({ behindTags: 1 })
  expect(behind.upstream.count(/round\/tags\/list/)).toBeLessThanOrEqual(4)
})

test('a refusal, and its end, are told once each', async () => {
  const before = await countChanges()
  behind.upstream.trick = refuseWith(429, { 'retry-after': '1' })
  await pull('1')
  await expect.poll(read).toMatchObject({ refusal: expect.stringMatching(/answers 429/) })
  for (let at = 0; at < 5; at += 1) await pull('1')
  await expect.poll(countChanges).toBe(before + 1)
  behind.upstream.trick = null
  await expect
    .poll(async () => (await pull('1')) && (await read()).refusal, { timeout: 20_000, interval: 200 })
    .toBeNull()
  await expect.poll(countChanges).toBe(before + 2)
})

test('when it was compared is known over a restart', async () => {
  let checkedAt: unknown
  // What the pulls before have begun may still be compared.
  const isSettled = async () => {
    const before = checkedAt
    checkedAt = (await read()).checkedAt
    return checkedAt === before
  }
  await expect.poll(isSettled, { interval: 500, timeout: 20_000 }).toBe(true)
  await behind.restart()
  expect((await read()).checkedAt).toBe(checkedAt)
})

test('what is not pulled through is not there, and the list has the figures of each upstream', async () => {
  expect((await fetch(`${behind.endpoint}/gallery/upstreams/elsewhere/app`)).status).toBe(404)
  await pull('2')
  const { upstreams } = (await (await fetch(`${behind.endpoint}/gallery/upstreams`)).json()) as {
    upstreams: Record<string, unknown>[]
  }
  expect(upstreams).toEqual([
    expect.objectContaining({ namespace: 'mirror', misses: 1, errors: 0, pausedUntil: null }),
  ])
})
