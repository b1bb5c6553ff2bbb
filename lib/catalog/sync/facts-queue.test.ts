import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ShownFacts } from '../store/catalog-writer.ts'
import { createFactsQueue, type QueuedImage, type ReadFacts } from './facts-queue.ts'

const linux: ShownFacts = {
  kind: 'image',
  platforms: [{ platform: { os: 'linux', architecture: 'amd64' } }],
  sizeBytes: 1,
  licence: null,
  sourceUrl: null,
  attached: { signatures: 0, boms: 0, attestations: 0 },
}
let stopping = new AbortController()
let ended: Promise<void> = Promise.resolve()
let read: string[] = []
let errors: string[] = []

beforeEach(() => {
  stopping = new AbortController()
  read = []
  errors = []
})
afterEach(async () => {
  stopping.abort()
  await ended
})

function start(readFacts: ReadFacts, timeoutMs = 10_000) {
  const queue = createFactsQueue({
    read: readFacts,
    onRead: ({ repositoryName, digest }, { platforms }) =>
      read.push(`${repositoryName}@${digest} ${platforms.length}`),
    onError: (error) => errors.push(error.message),
    timeoutMs,
    firstPauseMs: 1,
    maxPauseMs: 2,
  })
  ended = queue.run(stopping.signal)
  return queue
}

const image = (repositoryName: string, digest = 'sha256:1'): QueuedImage => ({
  registryId: '1',
  repositoryName,
  tag: 'latest',
  digest,
  asOf: '',
  repositoryUri: `example.com/a/${repositoryName}`,
})

test('every image is read, by its digest and a few at a time', async () => {
  let running = 0
  let most = 0
  const asked: string[] = []
  const queue = start(async ({ repositoryUri, digest }) => {
    asked.push(`${repositoryUri}@${digest}`)
    running += 1
    most = Math.max(most, running)
    await sleep(1)
    running -= 1
    return linux
  })
  for (let n = 0; n < 20; n++) queue.add(image(`r${n}`))
  await expect.poll(() => read.length).toBe(20)
  expect(asked).toContain('example.com/a/r7@sha256:1')
  expect(most).toBeLessThanOrEqual(3)
})

test('a registry that fails is tried again until it answers', async () => {
  let attempts = 0
  const queue = start(async () => {
    attempts += 1
    if (attempts < 4) throw new Error('away')
    return linux
  })
  queue.add(image('web'))
  await expect.poll(() => read).toEqual(['web@sha256:1 1'])
  expect(errors).toEqual(['away', 'away', 'away'])
})

test('an answer that never comes is given up, and holds up nothing else', async () => {
  const queue = start(
    ({ repositoryUri }) => (repositoryUri.endsWith('stuck') ? new Promise(() => {}) : Promise.resolve(linux)),
    20,
  )
  queue.add(image('stuck'))
  queue.add(image('web'))
  await expect.poll(() => read).toEqual(['web@sha256:1 1'])
  await expect.poll(() => errors).toContain('The registry gave no answer within 20 ms.')
})

test('an image that cannot be read at all is not asked for again, a newer one is', async () => {
  const asked: string[] = []
  const queue = start(async ({ digest }) => {
    asked.push(digest)
    return digest === 'sha256:1' ? null : linux
  })
  queue.add(image('web', 'sha256:1'))
  await expect.poll(() => asked).toEqual(['sha256:1'])
  await sleep(5)
  queue.add(image('web', 'sha256:1'))
  queue.add(image('web', 'sha256:2'))
  await expect.poll(() => read).toEqual(['web@sha256:2 1'])
  expect(asked).toEqual(['sha256:1', 'sha256:2'])
})

test('of images of one repository only the newest is read', async () => {
  const gate = Promise.withResolvers<void>()
  const queue = start(async ({ repositoryUri }) => {
    if (repositoryUri.includes('first')) await gate.promise
    return linux
  })
  for (const name of ['first-1', 'first-2', 'first-3']) queue.add(image(name))
  for (const digest of ['sha256:1', 'sha256:2', 'sha256:3']) queue.add(image('web', digest))
  gate.resolve()
  await expect.poll(() => read.filter((one) => one.startsWith('web'))).toEqual(['web@sha256:3 1'])
})

test('the queue ends with the signal, whatever is under way', async () => {
  const queue = start(() => new Promise(() => {}))
  queue.add(image('stuck'))
  await sleep(5)
  stopping.abort()
  await ended
  expect(errors).toEqual([])
})
