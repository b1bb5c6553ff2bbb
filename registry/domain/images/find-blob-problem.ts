/** Whether the content of one blob is what its digest says. */
import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { type Digest, finishDigest, parseDigest } from '#lib/oci/digest.ts'
import { BlobMissingError, type BlobStore } from '#registry/store/content/blob-store.ts'
import type { NotedBlob } from '#registry/store/entities.ts'
import { isPassingFailure } from '#registry/store/store-error.ts'
import { toSizeProblem } from './lost-blobs.ts'

/**
 * Reads the blob and says what is wrong with it; null when it is whole.
 * @throws {Error} what is no damage, as it passes: the storage is away, or the process has too many files open
 * @param pace is waited for after each part that was read; what it throws ends the reading and is thrown
 */
export async function findBlobProblem(
  content: Pick<BlobStore, 'stat' | 'locate'>,
  { digest, sizeBytes }: NotedBlob,
  pace?: (bytes: number) => Promise<void>,
): Promise<string | null> {
  const storedBytes = await content.stat(digest)
  if (storedBytes !== sizeBytes) return toSizeProblem(storedBytes, sizeBytes)
  let isInterrupted = false
  const hold = async (bytes: number) => {
    try {
      await pace?.(bytes)
    } catch (error) {
      isInterrupted = true
      throw error
    }
  }
  try {
    const computed = await computeDigest(content, digest, sizeBytes, hold)
    return computed === digest ? null : `has the content of ${computed}`
  } catch (error) {
    // What cannot be read now may be well.
    if (isInterrupted || isPassingFailure(error)) throw error
    if (error instanceof BlobMissingError) return toSizeProblem(null, sizeBytes)
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

async function computeDigest(
  blobs: Pick<BlobStore, 'locate'>,
  digest: Digest,
  sizeBytes: number,
  pace: (bytes: number) => Promise<void>,
): Promise<Digest> {
  const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
  const hash = createHash(algorithm)
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk)
      pace(chunk.length).then(() => done(), done)
    },
  })
  // The same failure reaches the sender by the write that it waits for.
  sink.on('error', () => {})
  await blobs.locate(digest).send(0, sizeBytes, sink)
  return finishDigest(algorithm, hash)
}
