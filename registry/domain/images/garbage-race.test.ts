/**
 * Pushes that race with garbage collection and deletions: however they fall together, a push within the grace period is
 * never told that a blob is missing which it was told is there, and what was acknowledged can be pulled afterwards.
 */
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, putManifest, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'
import { startUnrulyS3, type UnrulyS3 } from '#testing/start-unruly-s3.ts'
import { collectGarbage } from './collect-garbage.ts'
import { verifyBlobs } from './verify-blobs.ts'
import { verifyManifests } from './verify-manifests.ts'

const pushers = 3
const rounds = 10
const contents = ['a', 'b', 'c', 'd', 'e', 'f']
const repositories = ['acme/app', 'acme/second']

let api: DistributionTest
/** How long work on a file takes, in turns of the event loop. */
let toTurns = () => 0
let unlinked = 0
let s3: UnrulyS3
beforeEach(async () => {
  s3 = await startUnrulyS3()
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  unlinked = 0
})
afterEach(async () => {
  await api.close()
  await s3[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
})

async function open(variables: Record<string, string>): Promise<void> {
  api = await openDistributionTest(variables)
  // So that no login expires when the clock moves.
  api.service.config.garbageGraceMs = 60 * 60 * 1000
  slowDown(api)
}

describe.each([
  { kept: 'files', numRuns: 30, toVariables: () => ({}) },
  {
    kept: 'objects',
    numRuns: 3,
    toVariables: () => ({ BLOB_STORE: 's3://bucket', BLOB_S3_ENDPOINT: s3.settings.endpoint ?? '' }),
  },
])('content in $kept', ({ numRuns, toVariables }) => {
  test('a push never loses a blob to garbage collection', { timeout: 120_000 }, async () => {
    await open(toVariables())
    await race(numRuns)
    // Otherwise nothing has raced, and the test has shown nothing.
    expect(unlinked).toBeGreaterThan(Math.min(5, numRuns - 1))
  })
})

async function race(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(999)), async (numbers) => {
      const pick = <Item>(items: readonly Item[]): Item => {
        const item = items[(numbers.next().value ?? 0) % items.length]
        if (item === undefined) throw new Error('There is nothing to pick from.')
        return item
      }
      const run = new Run(pick)
      toTurns = () => pick([0, 0, 1, 2])
      await run.race()
      await run.expectEverythingThere()
    }),
    { numRuns },
  )
}

class Run {
  readonly #pick: <Item>(items: readonly Item[]) => Item
  /** By the URL of the manifest. */
  readonly #acknowledged = new Map<string, string>()
  #passes = 0
  readonly #startedAt = new Set<{ at: number }>()

  constructor(pick: <Item>(items: readonly Item[]) => Item) {
    this.#pick = pick
  }

  async race(): Promise<void> {
    let arePushing = true
    const collecting = (async () => {
      while (arePushing) {
        this.#moveClock()
        const { unlinkedBlobs } = await collectGarbage(api.service)
        unlinked += unlinkedBlobs
        this.#passes += 1
        await turn()
      }
    })()
    try {
      await Promise.all(Array.from({ length: pushers }, (_, pusher) => this.#push(pusher)))
    } finally {
      arePushing = false
      await collecting
    }
  }

  /** Lets garbage be collected so many times. */
  async #waitForPasses(count: number): Promise<void> {
    for (const until = this.#passes + count; this.#passes < until; ) await turn()
  }

  /** As far as the slowest push allows. */
  #moveClock(): void {
    const now = api.service.clock().getTime()
    const oldest = Math.min(now, ...[...this.#startedAt].map(({ at }) => at))
    const grace = api.service.config.garbageGraceMs
    const step = Math.min(grace * this.#pick([0, 0.1, 0.5, 1.1]), oldest + grace - now)
    api.setTime(new Date(now + Math.max(0, step)).toISOString())
  }

  async #push(pusher: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const started = { at: api.service.clock().getTime() }
      this.#startedAt.add(started)
      const repository = this.#pick(repositories)
      const layers = [this.#pick(contents), this.#pick(contents)]
      for (const content of ['{}', ...layers]) {
        await this.#bring(repository, content)
        await this.#waitForPasses(this.#pick([0, 0, 0, 1]))
      }
      // So that no other pusher deletes this one.
      const annotations = { pusher: `${pusher} ${round} ${started.at}` }
      const manifest = toImage(layers, { annotations })
      const { digest } = toDescriptor(manifest)
      const answer = await putManifest(api, repository, digest, manifest)
      expect(answer, answer.text).toMatchObject({ status: 201 })
      this.#acknowledged.set(`/v2/${repository}/manifests/${digest}`, manifest)
      this.#startedAt.delete(started)
      if (this.#pick([true, true, false])) await this.#deleteOwn(pusher)
      // Meanwhile the clock can move on.
      await this.#waitForPasses(this.#pick([0, 1, 2, 4]))
    }
  }

  /** As clients do: ask for it, else mount it, else push it. */
  async #bring(repository: string, content: string): Promise<void> {
    const { digest } = toDescriptor(content)
    const asks = this.#pick([true, false])
    if (asks && (await api.send('HEAD', `/v2/${repository}/blobs/${digest}`)).status === 200) return
    const uploads = `/v2/${repository}/blobs/uploads/`
    switch (this.#pick(['mount', 'post', 'put'])) {
      case 'mount': {
        const from = this.#pick(repositories)
        const mounted = await api.send('POST', `${uploads}?mount=${digest}&from=${from}`)
        if (mounted.status === 201) return
        const put = await api.send('PUT', `${mounted.headers.location}?digest=${digest}`, { body: content })
        expect(put).toMatchObject({ status: 201 })
        return
      }
      case 'put': {
        const { location } = (await api.send('POST', uploads)).headers
        await api.send('PATCH', location ?? '', { body: content })
        expect(await api.send('PUT', `${location}?digest=${digest}`)).toMatchObject({ status: 201 })
        return
      }
      default:
        expect(await pushBlob(api, repository, content)).toMatchObject({ status: 201 })
    }
  }

  async #deleteOwn(pusher: number): Promise<void> {
    for (const [url, manifest] of this.#acknowledged) {
      if (!manifest.includes(`"pusher":"${pusher} `)) continue
      this.#acknowledged.delete(url)
      expect(await api.send('DELETE', url)).toMatchObject({ status: 202 })
    }
  }

  async expectEverythingThere(): Promise<void> {
    for (const [url, manifest] of this.#acknowledged) {
      expect(await api.send('GET', url)).toMatchObject({ status: 200, text: manifest })
      const repository = url.split('/manifests/')[0]
      for (const { digest } of JSON.parse(manifest).layers) {
        const blob = await api.send('GET', `${repository}/blobs/${digest}`)
        expect(blob.status).toBe(200)
        expect(toDescriptor(blob.bytes).digest).toBe(digest)
      }
    }
    expect((await verifyManifests(api.service.store)).damage).toEqual([])
    expect((await verifyBlobs(api.service.store)).damage).toEqual([])
  }
}

/** Lets others in where a file is just made durable or deleted. */
function slowDown({ service }: DistributionTest): void {
  const { content } = service.store
  const wait = async () => {
    for (let left = toTurns(); left > 0; left -= 1) await turn()
  }
  const remove = content.delete
  content.delete = async (digest) => {
    await wait()
    await remove(digest)
    await wait()
  }
  const create = content.createWriter
  content.createWriter = (id) => {
    const writer = create(id)
    const { commit } = writer
    writer.commit = async (digest) => {
      await wait()
      await commit(digest)
      await wait()
    }
    return writer
  }
}
