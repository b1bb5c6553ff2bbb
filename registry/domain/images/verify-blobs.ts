/** Reads every blob that is noted, and says which are not what their digest says. */
import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { type Digest, finishDigest, parseDigest } from '#lib/oci/digest.ts'
import type { BlobStore } from '#registry/store/content/blob-store.ts'
import type { NotedBlob } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'

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
    const problem = await findProblem(content, blob)
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

/** What is wrong with the content of a blob, as the end of a sentence; null when it is whole. */
export async function findProblem(
  content: Pick<BlobStore, 'stat' | 'locate'>,
  { digest, sizeBytes }: NotedBlob,
): Promise<string | null> {
  const storedBytes = await content.stat(digest)
  if (storedBytes === null) return 'is missing'
  if (storedBytes !== sizeBytes) return `has ${storedBytes} bytes instead of ${sizeBytes}`
  try {
    const computed = await computeDigest(content, digest, sizeBytes)
    return computed === digest ? null : `has the content of ${computed}`
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function computeDigest(
  blobs: Pick<BlobStore, 'locate'>,
  digest: Digest,
  sizeBytes: number,
): Promise<Digest> {
  const location = blobs.locate(digest)
  if (location.kind === 'redirect') throw new Error('It is kept elsewhere.')
  const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
  const hash = createHash(algorithm)
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk)
      done()
    },
  })
  await location.send(0, sizeBytes, sink)
  return finishDigest(algorithm, hash)
}
