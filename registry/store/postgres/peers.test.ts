/**
 * Eight registries on one database and one `DATA_DIR`, each with connections, caches and counts of its own, at the edge of every rule that
 * one process keeps by itself: what one of them may do once, all together may do once.
 */
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

test('a reader of the change feed skips no change, while all of them write', async () => {
  const isOver = new AbortController()
  const read = async ({ store }: Service) => {
    const seen: (string | null)[] = []
    let since = 0
    for (;;) {
      const isLast = isOver.signal.aborted
      const page = await store.changes.list(since)
      expect(page.reset).toBe(false)
      seen.push(...page.changes.map(({ repositoryName }) => repositoryName))
      since = page.sequence
      if (isLast) return seen
    }
  }
  const readers = peers.slice(0, 3).map(read)
  const { succeeded } = await race(10, (peer, number, round) =>
    call(peer, 'CreateRepository', { repositoryName: `r-${number}-${round}` }),
  )
  isOver.abort()
  expect(succeeded).toBe(80)
  const [first, ...others] = await Promise.all(readers)
  const created = first?.filter((name) => name !== null)
  expect(created).toHaveLength(80)
  for (const seen of others) expect(seen.filter((name) => name !== null)).toEqual(created)
})

test('the audit log is one chain of what all of them did', async () => {
  await race(5, (peer, number, round) =>
    call(peer, 'CreateRepository', { repositoryName: `r-${number}-${round}` }),
  )
  // Reads are recorded, too, and written a moment later.
  await race(2, (peer) => call(peer, 'DescribeRepositories', {}))
  await Promise.all(peers.map(({ audit }) => audit.flush()))
  const { store, config } = api.service
  expect(await verifyAuditLog(store, config.dataDir)).toMatchObject({ broken: null })
  const names = (await store.audit.list(0)).map(({ eventName }) => eventName)
  expect(names.filter((name) => name === 'CreateRepository')).toHaveLength(40)
  expect(names.filter((name) => name === 'DescribeRepositories')).toHaveLength(16)
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
