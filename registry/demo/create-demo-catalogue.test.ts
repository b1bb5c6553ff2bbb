/** A store is filled only when it is empty: nothing that a publisher did may be mixed with the demo catalogue. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '#lib/config/config.ts'
import { createAccessCache } from '#registry/domain/access/access-cache.ts'
import { createAuditLog } from '#registry/domain/audit/audit-log.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { createImageWork } from '#registry/domain/images/image-work.ts'
import { createLimits } from '#registry/domain/limits/create-limits.ts'
import type { Service } from '#registry/service.ts'
import { createDiskSpace } from '#registry/store/disk-space.ts'
import { openKeys } from '#registry/store/key-ring.ts'
import { openStore } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { createDemoCatalogue } from './create-demo-catalogue.ts'

let service: Service
// Nothing listens there: a run that does any work fails.
const options = { endpoint: 'http://127.0.0.1:9', onProgress: () => {} }

beforeEach(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-catalogue-'))
  const store = await openStore({ dataDir })
  const clock = () => new Date('2026-03-01T12:00:00.000Z')
  const log = pino({ level: 'silent' })
  const newId = () => '00000000-0000-4000-8000-000000000000'
  const config = readConfig({ DATA_DIR: dataDir })
  service = {
    config,
    store,
    space: createDiskSpace(dataDir, 0),
    keys: openKeys(dataDir),
    lostSecrets: { count: () => 0, look: async () => {} },
    access: createAccessCache(store),
    images: createImageWork(store, clock, newId, log),
    limits: createLimits(config, store, clock, randomUUID),
    issuers: new Map(),
    upstreams: { find: () => null, findHost: () => null, list: () => [], tidy: async () => {} },
    audit: createAuditLog(store, log),
    clock,
    newId,
    log,
  }
})

afterEach(async () => {
  await service.store.close()
  rmSync(service.config.dataDir, { recursive: true })
})

test('a store with a repository in it is left alone', async () => {
  const { accountId } = await createAccount(service)
  const at = service.clock().toISOString()
  await databaseOf(service.store)
    .insertInto('repository')
    .values({ account_id: accountId, name: 'own-work', created_at: at, updated_at: at })
    .execute()

  await createDemoCatalogue(service, options)

  expect(await listAccountIds()).toEqual([accountId])
})

test('a complete catalogue is not made again, whatever was removed since', async () => {
  await databaseOf(service.store).insertInto('setting').values({ name: 'demo', value: 'done' }).execute()
  await createDemoCatalogue(service, options)
  expect(await listAccountIds()).toEqual([])
})

test('a failure says so, leaves no key behind, and the next call tries again', async () => {
  await expect(createDemoCatalogue(service, options)).rejects.toThrow()
  expect(await databaseOf(service.store).selectFrom('access_key').selectAll().execute()).toEqual([])
  await expect(createDemoCatalogue(service, options)).rejects.toThrow()
  expect(await getDemoSetting()).toBe('started')
})

async function listAccountIds(): Promise<string[]> {
  const accounts = await databaseOf(service.store).selectFrom('account').select('account_id').execute()
  return accounts.map((account) => account.account_id)
}

async function getDemoSetting(): Promise<string | undefined> {
  const setting = await databaseOf(service.store)
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'demo')
    .executeTakeFirst()
  return setting?.value
}
