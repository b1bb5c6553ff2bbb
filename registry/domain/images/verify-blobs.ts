/** Reads every blob that is noted, and says which are not what their digest says. */
import type { Store } from '#registry/store/open-store.ts'
import { findBlobProblem } from './find-blob-problem.ts'

export interface VerifiedBlobs {
  blobs: number
  bytes: number
  /** A line for each blob that is damaged: its digest, what is wrong, and the repositories that have it. */
  damage: string[]
}

/** How far a run is. */
export interface VerifyProgress {
  blobs: number
  bytes: number
  totalBlobs: number
  totalBytes: number
}

/**
 * Hashes all blobs, one after the other.
 * @param onProgress called after each blob
 */
export async function verifyBlobs(
  { blobs, content }: Pick<Store, 'blobs' | 'content'>,
  onProgress: (progress: VerifyProgress) => void = () => {},
): Promise<VerifiedBlobs> {
  const total = await blobs.count()
  const verified: VerifiedBlobs = { blobs: 0, bytes: 0, damage: [] }
  for await (const blob of blobs.walk()) {
    const problem = await findBlobProblem(content, blob)
    // Looked for again, as a running registry may have forgotten it during the reading, which is no damage.
    if (problem !== null && (await blobs.has(blob.digest))) {
      const repositories = await blobs.listRepositories(blob.digest)
      const where = repositories.length === 0 ? 'no repository' : repositories.join(', ')
      verified.damage.push(`${blob.digest} ${problem} (in ${where})`)
    }
    verified.blobs += 1
    verified.bytes += blob.sizeBytes
    onProgress({ ...verified, totalBlobs: total.blobs, totalBytes: total.bytes })
  }
  return verified
}
