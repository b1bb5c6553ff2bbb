/** Whether the metadata, the secret and the files beside it are whole, and how much is in it. */

import type { Config } from '#lib/config/config.ts'
import { findLostSecrets } from '#registry/domain/access/lost-secrets.ts'
import { findLostRecords, toUnreadableWords } from '#registry/domain/audit/audit-files.ts'
import { toSizeProblem } from '#registry/domain/images/lost-blobs.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Inspection } from '#registry/store/entities.ts'
import type { KeyRing } from '#registry/store/key-ring.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * Reads the whole metadata once, and looks at the size of every file.
 * @returns how many there are of each thing
 * @throws {OperatorError} listing what is damaged
 */
export async function checkStore({
  store,
  config,
  keys,
}: {
  config: Config
  keys: KeyRing
  store: Pick<Store, 'accessKeys' | 'audit' | 'blobs' | 'content' | 'inspect' | 'listDamage'>
}): Promise<{ dataDir: string; rows: Inspection['rows'] }> {
  const { damage: found, rows } = await store.inspect()
  const lostRecords = await findLostRecords(store, config.dataDir).catch(toUnreadableWords)
  const lost = lostRecords === null ? [] : [lostRecords]
  const damage = [...new Set([...store.listDamage(), ...found, ...lost])]
  if (damage.length > 0) {
    throw new OperatorError(
      `The store in ${config.dataDir} is damaged; restore a backup, or stop the registry and run \`npm run registry -- store repair\`:\n  ${damage.join('\n  ')}`,
    )
  }
  const lostBlobs = await listLostBlobs(store)
  const lostSecrets = await findLostSecrets({ store, keys })
  const problems = [
    ...(lostSecrets === null ? [] : [lostSecrets.message]),
    ...(lostBlobs.length === 0
      ? []
      : [
          `Blobs are lost; push these again, or restore their files from a backup:\n  ${lostBlobs.join('\n  ')}`,
        ]),
  ]
  if (problems.length > 0) {
    throw new OperatorError([`The metadata in ${config.dataDir} is whole, but:`, ...problems].join('\n'))
  }
  return { dataDir: config.dataDir, rows }
}

async function listLostBlobs({ blobs, content }: Pick<Store, 'blobs' | 'content'>): Promise<string[]> {
  const lost: string[] = []
  const aside = new Set(await content.listAside())
  for await (const { digest, sizeBytes } of blobs.walk()) {
    const storedBytes = await content.stat(digest)
    // Looked for again: a running registry may have forgotten it meanwhile.
    if (storedBytes === sizeBytes || !(await blobs.has(digest))) continue
    const problem = aside.has(digest)
      ? 'was damaged, and its file is in quarantine'
      : toSizeProblem(storedBytes, sizeBytes)
    const repositories = await blobs.listRepositories(digest)
    lost.push(`${digest} ${problem} (in ${repositories.join(', ') || 'no repository'})`)
  }
  return lost
}
