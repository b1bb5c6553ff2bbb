/** A service on a new store of its own, for tests: a clock that a test moves, no sockets, and a log it can read. */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '#lib/config/config.ts'
import { keepLogLine } from '#lib/config/test-evidence.ts'
import { createAccessCache } from '#registry/domain/access/access-cache.ts'
import { createAuditLog } from '#registry/domain/audit/audit-log.ts'
import { createIssuers } from '#registry/domain/federation/issuers.ts'
import { createImageWork } from '#registry/domain/images/image-work.ts'
import { createLimits } from '#registry/domain/limits/create-limits.ts'
import type { Service } from '../service.ts'
import { openKeys } from '../store/keys.ts'
import { openStore } from '../store/open-store.ts'
import { keepEvidence } from './keep-evidence.ts'

export interface TestService extends AsyncDisposable {
  service: Service
  dataDir: string
  /** Every line that was logged. */
  log: Record<string, unknown>[]
  setTime(isoTime: string): void
}

/** @param variables of the configuration. Dispose of it to close the store and remove its directory. */
export async function openTestService(variables: Record<string, string> = {}): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'registry-test-'))
  const config = readConfig({ ...variables, DATA_DIR: dataDir })
  let now = new Date('2026-03-01T12:00:00.000Z')
  const log: TestService['log'] = []
  const store = await openStore({ dataDir, clock: () => now })
  const keepLine = (line: string) => {
    keepLogLine(line)
    log.push(JSON.parse(line))
  }
  const logger = pino({ level: 'debug' }, { write: keepLine })
  const audit = createAuditLog(store, logger)
  const keys = openKeys(dataDir)
  return {
    dataDir,
    log,
    service: {
      config,
      store,
      keys,
      images: createImageWork(store, () => now, randomUUID),
      access: createAccessCache(store),
      limits: createLimits(config, store, () => now),
      clock: () => now,
      newId: randomUUID,
      issuers: createIssuers(config, () => now),
      audit,
      log: logger,
    },
    setTime(isoTime) {
      now = new Date(isoTime)
    },
    async [Symbol.asyncDispose]() {
      await audit.flush()
      await keepEvidence(store, keys)
      await store.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}
