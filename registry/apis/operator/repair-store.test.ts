/** A damaged store is found at its start, nothing is built upon it, and what can be rebuilt is rebuilt. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { createDistribution } from '#registry/apis/distribution/handle-distribution-request.ts'
import { createAuditFiles } from '#registry/domain/audit/audit-files.ts'
import { verifyAuditLog } from '#registry/domain/audit/verify-audit-log.ts'
import { serveHealth } from '#registry/server/serve-health.ts'
import { closeService, openService, type Service } from '#registry/service.ts'
import { StoreError } from '#registry/store/store-error.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, toDescriptor } from '#testing/registry/distribution/push-image.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { checkStore } from './check-store.ts'
import { repairStore } from './repair-store.ts'
import { verifyStore } from './verify-store.ts'

const log = pino({ level: 'silent' })
const parts = { clock: () => new Date(), newId: () => crypto.randomUUID(), log }
let api: DistributionTest
/** A copy of the directory as a loss of power leaves it. */
let dataDir: string
beforeEach(async () => {
  api = await openDistributionTest()
  dataDir = mkdtempSync(join(tmpdir(), 'repair-store-'))
})
afterEach(async () => {
  await api.close()
  rmSync(dataDir, { recursive: true })
})

const config = () => readConfig({ DATA_DIR: dataDir })
const metadata = () => join(dataDir, 'metadata.sqlite')
async function withStore<Result>(run: (service: Service) => Promise<Result>): Promise<Result> {
  const service = await openService(config(), { log })
  try {
    return await run(service)
  } finally {
    await closeService(service)
  }
}
const createRepositories = async (from: number, to: number) => {
  for (let at = from; at < to; at += 1) {
    const { status } = await api.call('CreateRepository', { repositoryName: `repository-${at}` })
    expect(status).toBe(200)
  }
}
const takeCopy = async () => {
  await api.service.audit.flush()
  await createAuditFiles(api.service.store, api.service.config, api.service.clock).catchUp()
  cpSync(api.service.config.dataDir, dataDir, { recursive: true })
}
const listNames = ({ store }: Service) =>
  store.repositories
    .list({ accountId: ownerAccount, after: null, limit: 1000 })
    .then((all) => all.map(({ name }) => name))

async function expectReadOnly(service: Service): Promise<void> {
  expect(service.store.listDamage()).not.toEqual([])
  const { status, body } = await serveHealth(service)
  expect([status, JSON.parse(String(body)).status]).toEqual([503, 'read-only'])
  await expect(service.store.transaction((tx) => tx.settings.put('demo', 'x'))).rejects.toThrow('damaged')
  await expect(checkStore(service)).rejects.toThrow('store repair')
}

test('a log that was cut in half after 50 repositories: the loss is found, and all 50 come back', async () => {
  await pushImage(api, 'acme/app', '1.0')
  await createRepositories(0, 50)
  await pushImage(api, 'acme/app', '2.0', { layers: ['another layer'] })
  await takeCopy()
  truncateSync(`${metadata()}-wal`, Math.floor(statSync(`${metadata()}-wal`).size / 2))
  await withStore(async (service) => {
    expect((await listNames(service)).length).toBeLessThan(50)
    await expectReadOnly(service)
  })
  const repaired = await repairStore(config(), parts)
  expect(repaired.lost).toEqual([])
  expect(repaired.done.length).toBeGreaterThan(10)
  await withStore(async (service) => {
    expect(service.store.listDamage()).toEqual([])
    expect(await listNames(service)).toEqual(await listNames(api.service))
    await checkStore(service)
    expect(await verifyAuditLog(service.store, dataDir)).toMatchObject({ broken: null })
    const answer = await createDistribution(service).handle({
      ...{ method: 'GET', url: '/v2/acme/app/manifests/2.0', sourceIp: '127.0.0.1', headers: {} },
      body: (async function* () {})(),
    })
    expect(answer.status).toBe(401)
    const repository = await service.store.repositories.get(ownerAccount, 'app')
    const manifest = await service.store.manifests.get(repository?.repositoryId ?? 0, { tag: '2.0' })
    expect(manifest).not.toBeNull()
  })
})

test.each([0.1, 0.25, 0.5, 0.7, 0.9])(
  'pages that are damaged at %f of the file: found, and every repository comes back',
  async (place) => {
    await createRepositories(0, 100)
    for (let at = 0; at < 10; at += 1) {
      await pushImage(api, `acme/repository-${at}`, `v${at}`, { layers: [`layer ${at}`] })
    }
    await takeCopy()
    // Everything is in the file, as after a clean stop.
    await withStore(async () => {})
    const bytes = readFileSync(metadata())
    const from = Math.floor((bytes.length * place) / 4096) * 4096
    bytes.fill(0xa5, from, Math.min(bytes.length, from + 3 * 4096))
    writeFileSync(metadata(), bytes)
    // Where not even the table of contents can be read, the start ends with a line that says what to do.
    await withStore(expectReadOnly).catch((error: unknown) => {
      if (!(error instanceof StoreError)) throw error
      expect(error.message).toContain('store repair')
    })
    const repaired = await repairStore(config(), parts)
    expect(readFileSync(join(repaired.keptIn, 'metadata.sqlite')).length).toBe(bytes.length)
    await withStore(async (service) => {
      expect(service.store.listDamage()).toEqual([])
      const { damage } = await service.store.inspect()
      expect(damage).toEqual([])
      expect(await verifyAuditLog(service.store, dataDir)).toMatchObject({ broken: null })
      await verifyStore(service)
      for (let at = 0; at < 10; at += 1) {
        const { repositoryId = 0 } =
          (await service.store.repositories.get(ownerAccount, `repository-${at}`)) ?? {}
        expect(await service.store.manifests.get(repositoryId, { tag: `v${at}` })).not.toBeNull()
      }
      // The audit files know of every one, and the blobs are there.
      expect(await listNames(service)).toEqual(await listNames(api.service))
      await service.store.transaction((tx) => tx.settings.put('demo', 'x'))
    })
  },
)

test('a registry that is read-only says so in words of each API, and serves pulls', async () => {
  await pushImage(api, 'acme/app', '1.0')
  api.service.store.stopWriting(['a page is damaged'])
  const words = expect.stringContaining('The registry is read-only')
  const push = await api.send('POST', '/v2/acme/app/blobs/uploads/')
  expect(push).toMatchObject({ status: 503, error: 'UNKNOWN', text: words })
  expect(await api.send('DELETE', '/v2/acme/app/manifests/1.0')).toMatchObject({ status: 503, text: words })
  for (const operation of ['CreateRepository', 'DeleteRepository']) {
    expect(await api.call(operation, { repositoryName: 'app' })).toMatchObject({
      status: 503,
      body: { __type: 'ServerException', message: words },
    })
  }
  expect(await api.call('DescribeRepositories')).toMatchObject({ status: 200 })
  expect(await api.send('GET', '/v2/acme/app/manifests/1.0')).toMatchObject({ status: 200 })
  expect(await api.send('HEAD', `/v2/acme/app/blobs/${toDescriptor('layer').digest}`)).toMatchObject({
    status: 200,
  })
})
