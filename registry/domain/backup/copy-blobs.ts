/** Copies blobs from one store of content to another, those that are not there yet, each checked by its digest on the way. */
import { statfs } from 'node:fs/promises'
import { Transform } from 'node:stream'
import pMap from 'p-map'
import type { Digest } from '#lib/oci/digest.ts'
import { type BlobStore, DigestMismatchError } from '#registry/store/content/blob-store.ts'
import { isPassingFailure, isStoreFull } from '#registry/store/store-error.ts'
import { OperatorError } from '../operator-error.ts'
import { toMegabytes } from '../to-megabytes.ts'
import type { ListedBlob } from './backup-point.ts'

/** While one waits for the disk, another is hashed. */
const concurrency = 2
const progressIntervalMs = 5_000
/** What a file system needs beside the content. */
const spareBytes = 16 * 1024 * 1024

export interface CopiedBlobs {
  copied: number
  copiedBytes: number
  /** Those that the source does not have as their digests say. */
  damaged: { digest: Digest; problem: string }[]
}

/** Where blobs are copied from. */
type ContentReader = Pick<BlobStore, 'stat' | 'locate'>

export interface CopyCall {
  signal: AbortSignal
  tell(line: string): void
}

/**
 * Copies what is listed and not there.
 * @param list called twice: to see what is missing, and to copy it
 * @param directory of the target, which must have room for it; null where it is no disk of this machine
 * @throws {OperatorError} when there is no room
 * @throws {Error} what passes, as while the storage is away; what was copied before is there the next time
 */
export async function copyBlobs(
  { from, to, directory }: { from: ContentReader; to: BlobStore; directory: string | null },
  list: () => AsyncIterable<ListedBlob>,
  { signal, tell }: CopyCall,
): Promise<CopiedBlobs> {
  const missing = await sumMissing(to, list(), signal)
  if (directory !== null) await requireRoom(directory, missing.bytes)
  const done: CopiedBlobs = { copied: 0, copiedBytes: 0, damaged: [] }
  let toldAt = performance.now()
  await pMap(
    list(),
    async (blob) => {
      signal.throwIfAborted()
      if ((await to.stat(blob.digest)) === blob.sizeBytes) return
      const problem = await copyBlob(from, to, blob)
      if (problem !== null) {
        done.damaged.push({ digest: blob.digest, problem })
        return
      }
      done.copied += 1
      done.copiedBytes += blob.sizeBytes
      if (performance.now() - toldAt < progressIntervalMs) return
      toldAt = performance.now()
      tell(
        `${done.copied} of ${missing.blobs} blobs, ${toMegabytes(done.copiedBytes)} of ${toMegabytes(missing.bytes)}`,
      )
    },
    { concurrency },
  )
  return done
}

async function sumMissing(
  to: BlobStore,
  blobs: AsyncIterable<ListedBlob>,
  signal: AbortSignal,
): Promise<{ blobs: number; bytes: number }> {
  const missing = { blobs: 0, bytes: 0 }
  for await (const { digest, sizeBytes } of blobs) {
    signal.throwIfAborted()
    if ((await to.stat(digest)) === sizeBytes) continue
    missing.blobs += 1
    missing.bytes += sizeBytes
  }
  return missing
}

/** @returns what is wrong with it in the source; null when it was copied */
async function copyBlob(
  from: ContentReader,
  to: BlobStore,
  { digest, sizeBytes }: ListedBlob,
): Promise<string | null> {
  const storedBytes = await from.stat(digest)
  if (storedBytes === null) return 'is missing'
  if (storedBytes !== sizeBytes) return `has ${storedBytes} bytes instead of ${sizeBytes}`
  const writer = to.createWriter()
  const bytes = new Transform({
    // The sender fills its buffer again as soon as a chunk is taken, and the writer keeps chunks for a while.
    transform: (chunk: Uint8Array, _encoding, done) => done(null, Buffer.from(chunk)),
  })
  // The source may fail before the writer has begun to read, which is told when it does; unheard, it would end the program.
  bytes.on('error', () => {})
  const sending = from
    .locate(digest)
    .send(0, sizeBytes, bytes)
    .then(
      () => void bytes.end(),
      (error: unknown) => void bytes.destroy(new UnreadableError(String(error), { cause: error })),
    )
  try {
    await writer.append(bytes)
    await writer.commit(digest)
    return null
  } catch (error) {
    await writer.discard()
    if (error instanceof DigestMismatchError) return 'has another content than its digest says'
    // What cannot be read now may be well, and must not be left out.
    if (error instanceof UnreadableError && isPassingFailure(error.cause)) throw error.cause
    if (error instanceof UnreadableError) return `cannot be read: ${error.message}`
    throw error
  } finally {
    bytes.destroy()
    await sending
  }
}

class UnreadableError extends Error {}

/** @throws {OperatorError} when the disk cannot take so much */
export async function requireRoom(directory: string, bytes: number): Promise<void> {
  if (bytes === 0) return
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  if (free >= bytes + spareBytes) return
  throw new OperatorError(
    `The disk of ${directory} has no room: ${toMegabytes(bytes)} are to be written and ${toMegabytes(free)} are free. Make room, and run the command again; what is copied already is not copied again.`,
  )
}

/** A disk that became full, in words. */
export function toWords(directory: string, error: unknown): unknown {
  if (!isStoreFull(error)) return error
  return new OperatorError(
    `The disk of ${directory} is full. Make room, and run the command again; what is copied already is not copied again.`,
    { cause: error },
  )
}
