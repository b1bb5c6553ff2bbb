/** Whether every blob and manifest is what its digest says, and everything that manifests name is there. */

import type { Config } from '#lib/config/config.ts'
import { type VerifyProgress, verifyBlobs } from '#registry/domain/images/verify-blobs.ts'
import { verifyManifests } from '#registry/domain/images/verify-manifests.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { OperatorCall } from './operator-verb.ts'

const progressIntervalMs = 5_000

export interface VerifiedStore {
  dataDir: string
  manifests: number
  blobs: number
  bytes: number
}

/**
 * Reads all content once, and tells from time to time how far it is.
 * @throws {OperatorError} listing what is damaged, by digest and repository
 */
export async function verifyStore(
  {
    store,
    config,
  }: {
    config: Config
    store: Pick<Store, 'blobs' | 'content' | 'images' | 'manifests' | 'references' | 'settings'>
  },
  { tell = () => {}, signal }: Partial<OperatorCall> = {},
): Promise<VerifiedStore> {
  const { dataDir } = config
  const manifests = await verifyManifests(store)
  const report = everySoOften(tell)
  const blobs = await verifyBlobs(store, (progress) => {
    signal?.throwIfAborted()
    report(progress)
  })
  const damage = [...manifests.damage, ...blobs.damage]
  if (damage.length > 0) {
    throw new OperatorError(
      `The images in ${dataDir} are damaged; push these again, or restore a backup:\n  ${damage.join('\n  ')}`,
    )
  }
  return { dataDir, manifests: manifests.manifests, blobs: blobs.blobs, bytes: blobs.bytes }
}

function everySoOften(tell: (line: string) => void): (progress: VerifyProgress) => void {
  let toldAt = performance.now()
  return ({ blobs, bytes, totalBlobs, totalBytes }) => {
    if (performance.now() - toldAt < progressIntervalMs) return
    toldAt = performance.now()
    tell(`${blobs} of ${totalBlobs} blobs, ${toMegabytes(bytes)} of ${toMegabytes(totalBytes)}`)
  }
}
