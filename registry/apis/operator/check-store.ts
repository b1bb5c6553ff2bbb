/** Whether the metadata is whole, and how much is in it. */

import type { Config } from '#lib/config/config.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Inspection } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * Reads the whole metadata once.
 * @returns how many there are of each thing
 * @throws {OperatorError} listing what is damaged
 */
export async function checkStore({
  store,
  config,
}: {
  config: Config
  store: Pick<Store, 'inspect'>
}): Promise<{ dataDir: string; rows: Inspection['rows'] }> {
  const { damage, rows } = await store.inspect()
  if (damage.length > 0) {
    throw new OperatorError(
      `The store in ${config.dataDir} is damaged; restore a backup:\n  ${damage.join('\n  ')}`,
    )
  }
  return { dataDir: config.dataDir, rows }
}
