/**
 * Eight registries on one database and one `DATA_DIR`, each with connections, caches and counts of its own, at the edge of every rule that
 * one process keeps by itself: what one of them may do once, all together may do once.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { createReadCache } from '#registry/apis/distribution/read-cache.ts'
import { handleApiRequest } from '#registry/apis/ecr-public/handle-api-request.ts'
import { setQuota } from '#registry/apis/operator/set-quota.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { setKeyStatus } from '#registry/domain/identities/manage-access-key.ts'
import { collectGarbage } from '#registry/domain/images/collect-garbage.ts'
import { commitUpload } from '#registry/domain/images/commit-upload.ts'
import { createAccountRates } from '#registry/domain/limits/account-rates.ts'
import { type Buckets, createBuckets } from '#registry/domain/limits/buckets.ts'
import { createDataLimit } from '#registry/domain/limits/data-limit.ts'
import { closeService, openService, type Service } from '#registry/service.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { pushBlobs, toImageManifest } from '#testing/registry/ecr-public/push-image.ts'
import { signCall } from '#testing/registry/ecr-public/sign-call.ts'
import { runStatement } from '#testing/start-postgres.ts'

const log = pino({ level: 'silent' })
let api: ApiTest
let peers: Service[]

beforeEach(async () => {
  api = await openApiTest()
  const { config, clock } = api.service
  const others = await Promise.all(Array.from({ length: 7 }, () => openService(config, { log, clock })))
  peers = [api.service, ...others]
  await waitUntil(() => peers.every(({ store }) => store.peers.isCurrent()))
})
afterEach(async () => {
  await Promise.all(peers.slice(1).map(closeService))
  await api.close()
})

async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const startedAt = performance.now(); !(await isSo()); await sleep(5)) {
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  }
}

async function call(peer: Service, operation: string, input: object) {
  const request = await signCall(api.credentials.owner, { operation, input, signedAt: peer.clock() })
  const { status, body } = await handleApiRequest(peer, request)
  return { status, body: JSON.parse(body) }
}

/** Runs it `rounds` times in each, all at once; answers how many succeeded. */
async function race(
  rounds: number,
  work: (peer: Service, peerNumber: number, round: number) => Promise<{ status: number; body: object }>,
) {
  const answers = await Promise.all(
    peers.map(async (peer, number) => {
      const own = []
      for (let round = 0; round < rounds; round += 1) own.push(await work(peer, number, round))
      return own
    }),
  )
  const refused = answers.flat().filter(({ status }) => status !== 200)
  for (const { body } of refused) expect(body).toMatchObject({ __type: 'LimitExceededException' })
  return { succeeded: answers.flat().length - refused.length }
}

const set = (name: string, value: number) => setQuota(api.service, { accountId: ownerAccount, name, value })

describe('quotas let in what there is room for, whoever asks:', () => {
  test('repositories', async () => {
    await set('repositories', 21)
    const { succeeded } = await race(5, (peer, number, round) =>
      call(peer, 'CreateRepository', { repositoryName: `r-${number}-${round}` }),
    )
    expect(succeeded).toBe(21)
    expect(await api.service.store.repositories.count(ownerAccount)).toBe(21)
  })

  test('images, although each remembers how much room it has seen', async () => {
    await call(api.service, 'CreateRepository', { repositoryName: 'app' })
    await pushBlobs(api, 'app', ['config', 'layer'])
    await set('images-per-repository', 20)
    const { succeeded } = await race(5, (peer, number, round) =>
      call(peer, 'PutImage', {
        repositoryName: 'app',
        imageManifest: toImageManifest('config', ['layer'], { annotations: { n: `${number} ${round}` } })
          .text,
      }),
    )
    expect(succeeded).toBe(20)
  })
})

test('an account has one default alias, whoever gives it', async () => {
  const { accountId } = await createAccount(api.service)
  const at = api.service.clock().toISOString()
  const given = await Promise.all(
    peers.map(({ store }) => store.transaction((tx) => tx.aliases.ensureDefault({ accountId, at }))),
  )
  expect(given.filter(Boolean)).toHaveLength(1)
  expect(await api.service.store.aliases.list([accountId])).toHaveLength(1)
})

test('a tag points to what was last put, and its history has every move once and in order', async () => {
  await call(api.service, 'CreateRepository', { repositoryName: 'app' })
  await pushBlobs(api, 'app', ['config', 'layer'])
  const toText = (n: string) => toImageManifest('config', ['layer'], { annotations: { n } })
  await race(5, (peer, number, round) =>
    call(peer, 'PutImage', {
      repositoryName: 'app',
      imageManifest: toText(`${number} ${round}`).text,
      imageTag: 'latest',
    }),
  )
  const { store } = api.service
  const moves = await store.tags.listMoves(1, 'latest', {
    before: null,
    after: null,
    digest: null,
    limit: 99,
  })
  expect(moves.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, n) => 40 - n))
  expect(new Set(moves.map(({ digest }) => digest)).size).toBe(40)
  expect(await store.tags.getDigest(1, 'latest')).toBe(moves[0]?.digest)
})

describe('pushes to several repositories, side by side', () => {
  const names = Array.from({ length: 8 }, (_, number) => `app-${number}`)
  const toText = (n: string) => toImageManifest('config', ['layer'], { annotations: { n } }).text
  const push = (peer: Service, name: string, n: string) =>
    call(peer, 'PutImage', { repositoryName: name, imageManifest: toText(n), imageTag: 'latest' })

  beforeEach(async () => {
    for (const name of names) {
      await call(api.service, 'CreateRepository', { repositoryName: name })
      await pushBlobs(api, name, ['config', 'layer'])
    }
  })

  test('a reader of the change feed skips none and reads none twice, and all read the same', async () => {
    const isOver = new AbortController()
    const from = (await api.service.store.changes.list(0)).sequence
    const read = async ({ store }: Service) => {
      const seen: number[] = []
      let since = from
      for (;;) {
        const isLast = isOver.signal.aborted
        const page = await store.changes.list(since)
        expect(page.reset).toBe(false)
        seen.push(...page.changes.map(({ sequence }) => sequence))
        since = page.sequence
        if (isLast) return seen
      }
    }
    const readers = peers.slice(0, 3).map(read)
    // Each goes through all repositories, so that several often want the same one.
    const { succeeded } = await race(20, (peer, number, round) =>
      push(peer, names[(number + round) % 8] ?? '', `${number} ${round}`),
    )
    isOver.abort()
    expect(succeeded).toBe(160)
    const all = Array.from({ length: 160 }, (_, number) => from + 1 + number)
    for (const seen of await Promise.all(readers)) expect(seen).toEqual(all)
  })

  test('the audit log is one chain of what all of them did, without a gap and with nothing twice', async () => {
    await race(10, async (peer, number, round) => {
      // Reads are noted, and go along with the next change of the same process.
      await call(peer, 'DescribeRepositories', {})
      return push(peer, names[(number + round) % 8] ?? '', `${number} ${round}`)
    })
    // And calls that are refused.
    await Promise.all(peers.map((peer) => push(peer, 'absent', '')))
    await Promise.all(peers.map(({ audit }) => audit.flush()))
    const { store, config } = api.service
    expect(await verifyAuditLog(store, config.dataDir)).toMatchObject({ broken: null })
    const events = await store.audit.list(0)
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length)
    const count = (name: string) => events.filter(({ eventName }) => eventName === name).length
    expect([count('PutImage'), count('DescribeRepositories')]).toEqual([88, 80])
  })

  test('one repository waits for no other, and for itself', async () => {
    const { store } = api.service
    const [first = '', second = ''] = names
    const idOf = async (name: string) => (await store.repositories.get(ownerAccount, name))?.repositoryId ?? 0
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const held = store.transactionIn(await idOf(first), async (tx) => {
      await tx.images.hasAny(0)
      begun.resolve()
      await gate.promise
    })
    await begun.promise
    const [, peer = api.service] = peers
    expect(await push(peer, second, 'n')).toMatchObject({ status: 200 })
    const ended: string[] = []
    const same = push(peer, first, 'n').then(() => ended.push('same'))
    const whole = call(peer, 'CreateRepository', { repositoryName: 'new' }).then(() => ended.push('whole'))
    await sleep(50)
    expect(ended).toEqual([])
    gate.resolve()
    await Promise.all([held, same, whole])
    expect(ended).toHaveLength(2)
  })

  test('what an account may store is let in once, whichever repositories it is pushed to', async () => {
    const before = await api.service.store.blobs.sumOfAccount(ownerAccount)
    await set('storage-bytes', before + 10 * 7)
    const pushBlob = async (peer: Service, repositoryName: string, content: Buffer) => {
      const { repositoryId } = (await peer.store.repositories.get(ownerAccount, repositoryName)) ?? {}
      const upload = await peer.images.uploads.begin(
        { repositoryId: repositoryId ?? 0, principal: 'p' },
        99,
        'at-once',
      )
      await upload.writer.append([content])
      return commitUpload(peer, upload, toDigest('sha256', content), async () => {})
    }
    const outcomes = await Promise.allSettled(
      peers.flatMap((peer, number) =>
        [0, 1, 2].map((round) =>
          pushBlob(
            peer,
            names[(number + round) % 8] ?? '',
            Buffer.from(`layer ${number} ${round}`.padEnd(10)),
          ),
        ),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    expect(await api.service.store.blobs.sumOfAccount(ownerAccount)).toBe(before + 70)
  })
})

test('a blob that one collects as garbage while another takes it is there whole, or not noted', async () => {
  await call(api.service, 'CreateRepository', { repositoryName: 'app' })
  const { store } = api.service
  const content = Buffer.from('layer')
  const digest: Digest = toDigest('sha256', content)
  const push = async (peer: Service) => {
    const upload = await peer.images.uploads.begin({ repositoryId: 1, principal: 'p' }, 99, 'at-once')
    await upload.writer.append([content])
    await commitUpload(peer, upload, digest, async () => {})
  }
  const [, collector = api.service, second = api.service, third = api.service] = peers
  let begun = Promise.withResolvers<void>()
  const remove = collector.store.content.delete
  collector.store.content.delete = async (gone) => {
    begun.resolve()
    // While the others push.
    await sleep(30)
    await remove(gone)
  }
  let collected = 0
  let at = Date.parse('2026-04-01T00:00:00.000Z')
  for (let round = 0; round < 8; round += 1) {
    await push(api.service)
    // Long enough for everything to be garbage, twice: first it is marked, and then it goes.
    await store.transaction((tx) => tx.blobs.unlink(1, digest))
    const advance = () => {
      at += 3 * 86_400_000
      api.setTime(new Date(at).toISOString())
    }
    advance()
    await collectGarbage(collector)
    advance()
    begun = Promise.withResolvers()
    const [garbage] = await Promise.all([
      collectGarbage(collector).finally(begun.resolve),
      begun.promise.then(() => push(second)),
      round % 2 === 0 ? begun.promise.then(() => push(third)) : push(third),
    ])
    collected += garbage.deletedBlobs
    expect(await store.blobs.getSize(1, digest)).toBe(content.length)
    expect(await store.content.stat(digest)).toBe(content.length)
  }
  // Otherwise nothing has raced.
  expect(collected).toBeGreaterThan(0)
})

test('what one has in memory is not answered after another has changed it, also when its connection was cut', async () => {
  const [writer = api.service, reader = api.service] = peers
  const cache = createReadCache(reader.store)
  const read = () =>
    cache.read(
      null,
      'pause',
      () => reader.store.settings.get('demo'),
      () => 1,
    )
  const put = (value: string) => writer.store.transaction((tx) => tx.settings.put('demo', value))
  await put('done')
  await waitUntil(async () => (await read()) === 'done')
  await put('started')
  await waitUntil(async () => (await read()) === 'started')

  for (const value of ['a', 'b', 'c', 'd'].map((letter) => `cut ${letter}`)) {
    await runStatement(
      api.service.config.databaseUrl ?? '',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE '% watching'`,
    )
    const changedAt = performance.now()
    await put(value)
    await waitUntil(async () => (await read()) === value)
    expect(performance.now() - changedAt).toBeLessThan(1_500)
  }
})

test('a key that one process has switched off is refused by all of them within a second', async () => {
  const describeAll = () =>
    Promise.all(peers.map(async (peer) => (await call(peer, 'DescribeRepositories', {})).status))
  expect(await describeAll()).toEqual(Array(8).fill(200))
  await setKeyStatus(api.service, { accessKeyId: 'AKIAOWNER', status: 'Inactive' })
  const changedAt = performance.now()
  await waitUntil(async () => (await describeAll()).every((status) => status !== 200))
  expect(performance.now() - changedAt).toBeLessThan(1_500)
})

test('one of them does the work that is done once, and another one when it ends', async () => {
  const [, ...others] = peers
  const leaders = () => peers.filter(({ store }) => store.peers.term() !== null)
  await waitUntil(() => leaders().length === 1)
  const [leader] = leaders()
  const left = others.find((peer) => peer === leader)
  if (left === undefined) return
  await closeService(left)
  peers = peers.filter((peer) => peer !== left)
  await waitUntil(() => leaders().length === 1)
})

test('work under one key is done by one of them at a time', async () => {
  let running = 0
  let most = 0
  await Promise.all(
    peers.map(({ store }) =>
      store.peers.alone('key', async () => {
        running += 1
        most = Math.max(most, running)
        await sleep(5)
        running -= 1
      }),
    ),
  )
  expect([most, running]).toEqual([1, 0])
})

describe('rates are those of all of them together:', () => {
  const rate = { perSecond: 20, burst: 100 }
  /** Each takes as much as it gets in `seconds`, and evens out every second, as the program does. */
  const takeAll = async (
    buckets: readonly Buckets[],
    seconds: number,
    perSecondOf: (number: number) => number,
  ) => {
    let allowed = 0
    for (let second = 0; second < seconds; second += 1) {
      for (let part = 0; part < 10; part += 1) {
        api.setTime(
          new Date(Date.parse('2026-03-01T12:00:00.000Z') + second * 1000 + part * 100).toISOString(),
        )
        const takes = buckets.flatMap((own, number) =>
          Array.from({ length: Math.ceil(perSecondOf(number) / 10) }, () => own.take('client', rate)),
        )
        allowed += (await Promise.all(takes)).filter(({ isAllowed }) => isAllowed).length
      }
      await Promise.all(buckets.map((own) => own.reconcile()))
    }
    return allowed
  }

  test.each([
    ['asked of all of them', () => 200],
    ['asked of one of them', (number: number) => (number === 0 ? 200 : 0)],
    ['asked of some more than of others', (number: number) => number * 20],
    ['hardly more than there is', () => 5],
  ])('%s', async (_, perSecondOf) => {
    const { clock } = api.service
    const buckets = peers.map(({ store }) => createBuckets('test', { peers: store.peers }, clock))
    const seconds = 20
    const allowed = await takeAll(buckets, seconds, perSecondOf)
    const limit = rate.burst + rate.perSecond * seconds
    expect(allowed).toBeLessThanOrEqual(limit)
    expect(allowed).toBeGreaterThan(limit * 0.9)
  })

  test('a busy client is no question to the database for each of its calls', async () => {
    const { clock } = api.service
    let questions = 0
    const { peers: own } = api.service.store
    const counted: typeof own = {
      ...own,
      takeTokens: async (asks, atMs) => {
        questions += 1
        return (await own.takeTokens?.(asks, atMs)) ?? []
      },
    }
    const bucket = createBuckets('busy', { peers: counted }, clock)
    const large = { perSecond: 1000, burst: 10_000 }
    for (let call = 0; call < 1000; call += 1)
      expect(await bucket.take('c', large)).toMatchObject({ isAllowed: true })
    expect(questions).toBeLessThan(100)
  })

  test('bytes of a month', async () => {
    const config = { ...api.service.config, anonymousDataPerMonthBytes: 1_000_000 }
    const client = { kind: 'network', network: '192.0.2.1' } as const
    const limits = peers.map(({ store, clock }) =>
      createDataLimit(config, clock, store, createAccountRates(store), randomUUID),
    )
    let bytes = 0
    for (let second = 0; second < 20; second += 1) {
      for (const limit of limits) {
        const isRefused = await limit.check(client).then(
          () => false,
          () => true,
        )
        if (isRefused) continue
        limit.count(client, 10_000)
        bytes += 10_000
      }
      await Promise.all(limits.map((limit) => limit.flush()))
    }
    expect(bytes).toBeGreaterThanOrEqual(1_000_000)
    expect(bytes).toBeLessThanOrEqual(1_100_000)
  })
})
