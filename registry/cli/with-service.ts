/** Opens a store that is there already, for as long as one command takes. */

import type { Config } from '#lib/config/config.ts'
import { closeService, openService, type Service } from '#registry/service.ts'
import { hasStore } from '#registry/store/open-store.ts'
import { openLog } from '../open-log.ts'
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
  const { dataDir, databaseUrl } = config
  if (!(await hasStore(dataDir, databaseUrl))) {
    throw new UnreachableError(
      databaseUrl === null
        ? `There is no store in ${dataDir}. Start the registry once to make one, or set DATA_DIR.`
        : 'There is no store in the database. Start the registry once to make one, or set DATABASE_URL.',
    )
  }
  const service = await openService(config, { log: openLog(config) })
  try {
    return await run(service)
  } finally {
    await closeService(service)
  }
}
