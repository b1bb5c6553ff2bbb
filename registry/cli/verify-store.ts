/** `verify`: whether every blob and manifest is what its digest says, and everything that manifests name is there. */
import type { VerifyProgress } from '../images/verify-blobs.ts'
import { verifyBlobs } from '../images/verify-blobs.ts'
import { verifyManifests } from '../images/verify-manifests.ts'
import { OperatorError } from '../operator/operator-error.ts'
import type { Service } from '../service.ts'

const progressIntervalMs = 5_000

/**
 * Reads all content once.
 * @param tell is told from time to time how far it is
 * @returns lines for the operator
 * @throws {OperatorError} listing what is damaged, by digest and repository
 */
export async function verifyStore(
  { store, config }: Service,
  tell: (line: string) => void,
): Promise<string[]> {
  const manifests = await verifyManifests(store)
  const blobs = await verifyBlobs(store, everySoOften(tell))
  const damage = [...manifests.damage, ...blobs.damage]
  if (damage.length > 0) {
    throw new OperatorError(
      `The images in ${config.dataDir} are damaged; push these again, or restore a backup:\n  ${damage.join('\n  ')}`,
    )
  }
  return [
    `The images in ${config.dataDir} are whole.`,
    `  manifests:   ${manifests.manifests}`,
    `  blobs:       ${blobs.blobs} (${toMegabytes(blobs.bytes)})`,
  ]
}

function everySoOften(tell: (line: string) => void): (progress: VerifyProgress) => void {
  let toldAt = performance.now()
  return ({ blobs, bytes, totalBlobs, totalBytes }) => {
    if (performance.now() - toldAt < progressIntervalMs) return
    toldAt = performance.now()
    tell(`${blobs} of ${totalBlobs} blobs, ${toMegabytes(bytes)} of ${toMegabytes(totalBytes)}`)
  }
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
