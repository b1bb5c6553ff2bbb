/** A backup of a registry on PostgreSQL, made while another process writes; restored with a file, and from there into a database. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { moveStore } from '#registry/apis/operator/move-store.ts'
import { findVerb } from '#registry/apis/operator/operator-table.ts'
import { verifyStore } from '#registry/apis/operator/verify-store.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { createBackup } from '#registry/domain/backup/create-backup.ts'
import { restoreBackup } from '#registry/domain/backup/restore-backup.ts'
import { verifyBackup } from '#registry/domain/backup/verify-backup.ts'
import { createDeletions } from '#registry/domain/images/deletions.ts'
import { closeService, openService, type Service } from '#registry/service.ts'
import { type ApiTest, openApiTest, ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { pushBlobs, toImageManifest } from '#testing/registry/ecr-public/push-image.ts'
import { createDatabase, runStatement } from '#testing/start-postgres.ts'

const log = pino({ level: 'silent' })
const call = { signal: new AbortController().signal, tell: () => {}, emit: () => {} }
let api: ApiTest
let folder: string

beforeEach(async () => {
  api = await openApiTest()
  folder = mkdtempSync(join(tmpdir(), 'backup-'))
  await api.call('CreateRepository', { repositoryName: 'app' })
  await pushBlobs(api, 'app', ['config', 'layer'])
})
afterEach(async () => {
  await api.close()
  rmSync(folder, { recursive: true })
})

const push = (n: number) =>
  api.call('PutImage', {
    repositoryName: 'app',
    imageManifest: toImageManifest('config', ['layer'], { annotations: { n: `${n}` } }).text,
    imageTag: 'latest',
  })

const backUp = () => findVerb('backup', 'create')?.call(api.service, { to: join(folder, 'backup') }, call)

async function look(service: Service) {
  const audit = await verifyAuditLog(service.store, service.config.dataDir)
  expect(audit.broken).toBeNull()
  return {
    account: await service.store.accounts.get(ownerAccount),
    repositories: (await service.store.repositories.list({ accountId: ownerAccount, after: null, limit: 9 }))
      .length,
    images: await service.store.images.count(1),
    moves: await service.store.tags.listMoves(1, 'latest', {
      before: null,
      after: null,
      digest: null,
      limit: 99,
    }),
    head: audit.head.sequence,
  }
}

test('has everything as of one moment, and is restored with either engine', async () => {
  for (let n = 0; n < 5; n += 1) expect((await push(n)).status).toBe(200)
  const before = await look(api.service)
  let isOver = false
  const writing = (async () => {
    for (let n = 5; !isOver; n += 1) await push(n)
  })()
  const made = await backUp()
  isOver = true
  await writing
  expect(made).toMatchObject({ rows: { repository: 1 }, blobs: 2 })
  expect(await verifyBackup(join(folder, 'backup'), undefined, call)).toMatchObject({ points: 1, blobs: 2 })

  const dataDir = join(folder, 'restored')
  await restoreBackup(dataDir, { from: join(folder, 'backup') }, call)
  const config = { ...api.service.config, dataDir, databaseUrl: null }
  const file = await openService(config, { log })
  const found = await look(file)
  expect(found.account).toEqual(before.account)
  expect(found.images).toBeGreaterThanOrEqual(before.images)
  // Each image has moved the tag once: whatever is there is of one moment.
  expect(found.moves).toHaveLength(found.images)
  await verifyStore(file, call)
  await closeService(file)

  const databaseUrl = await createDatabase(inject('postgresUrl'))
  await moveStore({ ...config, databaseUrl }, 'database', call)
  const again = await openService({ ...config, databaseUrl }, { log })
  expect(await look(again)).toEqual(found)
  await again.store.transaction((tx) =>
    tx.repositories.insert({ accountId: ownerAccount, name: 'new', at: '2026-01-01T00:00:00.000Z' }),
  )
  await closeService(again)
})

test('leaves nothing else behind, and no file of a blob is deleted meanwhile by another process', async () => {
  const peer = await openService(api.service.config, { log })
  const own = createDeletions(api.service.store.peers)
  const others = createDeletions(peer.store.peers)
  const hold = await own.hold()
  let deleted = 0
  const remove = () =>
    others.run(async () => {
      deleted += 1
    })
  await remove()
  expect(deleted).toBe(0)
  hold.release()
  for (let attempt = 0; deleted === 0 && attempt < 100; attempt += 1) await remove()
  expect(deleted).toBe(1)
  await closeService(peer)
  await backUp()
  const points = join(folder, 'backup', 'points')
  expect(readdirSync(join(points, readdirSync(points)[0] ?? '')).sort()).toEqual(
    ['audit', 'blobs.txt', 'key', 'manifest.json', 'metadata.sqlite'].sort(),
  )
})

test('is not made when the connection that holds deletions off was lost meanwhile', async () => {
  const { config, store, keys, clock, images } = api.service
  const to = join(folder, 'backup')
  const copyMetadata: typeof store.copyMetadata = async (options) => {
    const locks = "application_name = 'public-gallery-registry locking' AND datname = current_database()"
    await runStatement(
      config.databaseUrl ?? '',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${locks}`,
    )
    return store.copyMetadata(options)
  }
  const service = { config, keys, store: { ...store, copyMetadata }, deletions: images.deletions, clock }
  const made = createBackup({ ...service, flush: async () => {} }, { to }, call)
  await expect(made).rejects.toThrow('The connection to the database was lost meanwhile')
  // The next one is whole, and nothing is left of the first.
  await backUp()
  expect(readdirSync(join(to, 'points'))).toHaveLength(1)
})
