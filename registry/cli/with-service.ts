/** Opens a store that is there already, for as long as one command takes. */

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { createAccessCache } from '#registry/domain/access/access-cache.ts'
import { createAuditLog } from '#registry/domain/audit/audit-log.ts'
import { createIssuers } from '#registry/domain/federation/issuers.ts'
import { createImageWork } from '#registry/domain/images/image-work.ts'
import { createLimits } from '#registry/domain/limits/create-limits.ts'
import { openLog } from '../open-log.ts'
import type { Service } from '../service.ts'
import { openKeys } from '../store/keys.ts'
import { openStore } from '../store/open-store.ts'
import { UnreachableError } from './unreachable-error.ts'

/**
 * Runs `run` on the store in `DATA_DIR` and closes it.
 * @throws {UnreachableError} when there is no store yet; a command must not make one by mistake
 * @throws {StoreLockedError} while a registry runs on it
 */
export async function withService<Result>(
  config: Config,
  run: (service: Service) => Promise<Result>,
): Promise<Result> {
  const { dataDir } = config
  if (!existsSync(join(dataDir, 'metadata.sqlite'))) {
    throw new UnreachableError(
      `There is no store in ${dataDir}. Start the registry once to make one, or set DATA_DIR.`,
    )
  }
  const store = await openStore({ dataDir })
  try {
    const keys = openKeys(dataDir)
    const log = openLog(config)
    const audit = createAuditLog(store, log)
    const result = await run({
      config,
      store,
      keys,
      images: createImageWork(store, () => new Date(), randomUUID),
      access: createAccessCache(store),
      limits: createLimits(config, store, () => new Date()),
      clock: () => new Date(),
      newId: randomUUID,
      issuers: createIssuers(config, () => new Date()),
      audit,
      log,
    })
    await audit.flush()
    return result
  } finally {
    await store.close()
  }
}
