/** A service on a new store of its own, for tests: a clock that a test moves, no sockets, and a log it can read. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '#lib/config/config.ts'
import { keepLogLine } from '#lib/config/test-evidence.ts'
import { openService, type Service } from '#registry/service.ts'
import { keepEvidence } from './keep-evidence.ts'

/** Of which each service has one, where tests run on such; see use-postgres.ts. */
interface Databases {
  /** An empty one; answers its `DATABASE_URL`. */
  create(): Promise<string>
  drop(url: string): Promise<void>
}
let databases: Databases | null = null

/** Has the services that are opened from now on keep their metadata in databases. */
export function openTestServicesOn(given: Databases): void {
  databases = given
}

export interface TestService extends AsyncDisposable {
  service: Service
  dataDir: string
  /** Every line that was logged. */
  log: Record<string, unknown>[]
  setTime(isoTime: string): void
}

/** @param variables of the configuration. Dispose of it to close the store and remove its directory. */
export async function openTestService(
  variables: Record<string, string> = {},
  { rehearse = false }: { rehearse?: boolean } = {},
): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'registry-test-'))
  const databaseUrl = (await databases?.create()) ?? null
  const database = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }
  const config = readConfig({ ...database, ...variables, DATA_DIR: dataDir })
  let now = new Date('2026-03-01T12:00:00.000Z')
  const log: TestService['log'] = []
  const keepLine = (line: string) => {
    keepLogLine(line)
    log.push(JSON.parse(line))
  }
  const logger = pino({ level: 'debug' }, { write: keepLine })
  const service = await openService(config, { log: logger, clock: () => now, rehearse })
  return {
    dataDir,
    log,
    service,
    setTime(isoTime) {
      now = new Date(isoTime)
    },
    async [Symbol.asyncDispose]() {
      await service.audit.flush()
      await keepEvidence(service.store, service.keys)
      await service.store.close()
      if (databaseUrl !== null) await databases?.drop(databaseUrl)
      rmSync(dataDir, { recursive: true })
    },
  }
}
