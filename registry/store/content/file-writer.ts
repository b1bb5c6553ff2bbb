/**
 * Writes one blob to a file, hashing on the way. While one batch is being written the next one is hashed, so that
 * memory stays at two batches whatever the size. The file is open only while bytes arrive: an upload that waits for its
 * client costs no descriptor. The state of a hash cannot be kept, so that bytes of an earlier process are hashed again: in the
 * background, while the client goes on.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Digest, type DigestAlgorithm, finishDigest, parseDigest } from '#lib/oci/digest.ts'
import { type BlobWriter, DigestMismatchError } from './blob-store.ts'
import { inFolder } from './in-folder.ts'
import { sendFile } from './send-file.ts'

const batchBytes = 1024 * 1024

/**
 * @param keep moves the whole, synced file to its place
 * @param receivedBytes that the file has already, from an earlier process
 */
export function createFileWriter(
  path: string,
  keep: (path: string, digest: Digest) => Promise<void>,
  receivedBytes = 0,
): BlobWriter {
  let sizeBytes = receivedBytes
  // Nearly every digest is one of sha256; for another one the file is read once more at the end.
  let sha256 = createHash('sha256')
  /** How far `sha256` is. */
  let hashedBytes = 0
  let catchingUp: Promise<void> | null = null
  let isOver = false
  let kept: FileHandle | null = null

  /** Its folder may have been removed while the registry runs; what was received before is then lost with it. */
  const openFile = (): Promise<FileHandle> =>
    sizeBytes > 0 ? open(path, 'r+', 0o600) : inFolder(dirname(path), () => open(path, 'w', 0o600))

  const hashRest = async (): Promise<void> => {
    while (hashedBytes < sizeBytes) {
      const before = hashedBytes
      const place = { start: hashedBytes, end: sizeBytes - 1, highWaterMark: batchBytes }
      for await (const chunk of createReadStream(path, place)) {
        if (isOver) throw new Error('The upload is over.')
        sha256.update(chunk)
        hashedBytes += chunk.length
      }
      if (hashedBytes === before) throw new Error(`${path} is shorter than ${sizeBytes} bytes.`)
    }
  }
  const catchUp = (): Promise<void> => {
    catchingUp ??= hashRest().finally(() => {
      catchingUp = null
    })
    return catchingUp
  }

  const computeDigest = async (algorithm: DigestAlgorithm): Promise<Digest> => {
    if (algorithm === 'sha256') {
      while (hashedBytes < sizeBytes) await catchUp()
      return finishDigest('sha256', sha256.copy())
    }
    const hash = createHash(algorithm)
    if (sizeBytes > 0) for await (const chunk of createReadStream(path)) hash.update(chunk)
    return finishDigest(algorithm, hash)
  }

  return {
    get sizeBytes() {
      return sizeBytes
    },
    async append(bytes, release = () => {}) {
      const isHashed = hashedBytes === sizeBytes && catchingUp === null
      const before = isHashed ? sha256.copy() : null
      // Whoever asks for the digest meets the error again.
      if (!isHashed) catchUp().catch(() => {})
      const file = kept ?? (await openFile())
      try {
        sizeBytes += await writeAll(file, sizeBytes, bytes, { hash: isHashed ? sha256 : null, release })
        if (isHashed) hashedBytes = sizeBytes
        else catchUp().catch(() => {})
      } catch (error) {
        if (before !== null) sha256 = before
        await file.truncate(sizeBytes)
        throw error
      } finally {
        if (file !== kept) await file.close()
      }
    },
    async keepOpen() {
      const file = await openFile()
      kept = file
      return async () => {
        if (kept === file) kept = null
        await file.close()
      }
    },
    computeDigest,
    async commit(digest) {
      const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
      const computed = await computeDigest(algorithm)
      if (computed !== digest) throw new DigestMismatchError(`The content has the digest ${computed}.`)
      const file = await openFile()
      try {
        // What a failed append could not take back is not part of the content.
        await file.truncate(sizeBytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await keep(path, digest)
    },
    send: (start, end, sink, onSent, more) => sendFile(path, { start, end, onSent, more }, sink),
    discard() {
      isOver = true
      return rm(path, { force: true })
    },
    leave() {
      isOver = true
      return rm(path, { force: true })
    },
  }
}

async function writeAll(
  file: FileHandle,
  start: number,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { hash, release }: { hash: Hash | null; release: (chunk: Uint8Array) => void },
): Promise<number> {
  let received = 0
  let batch: Uint8Array[] = []
  let batched = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    writing = writeBatch(file, batch, start + received, batched, release)
    // It is waited for before the next batch; until then a failure must not count as unhandled.
    writing.catch(() => {})
    received += batched
    batch = []
    batched = 0
  }
  try {
    for await (const chunk of bytes) {
      hash?.update(chunk)
      batch.push(chunk)
      batched += chunk.length
      if (batched >= batchBytes) await flush()
    }
    if (batched > 0) await flush()
  } finally {
    await writing
  }
  return received
}

/** A disk that is nearly full may take a part of a batch; the rest is then tried by itself, so that its error shows. */
async function writeBatch(
  file: FileHandle,
  batch: readonly Uint8Array[],
  position: number,
  wantedBytes: number,
  release: (chunk: Uint8Array) => void,
): Promise<void> {
  const { bytesWritten } = await file.writev([...batch], position)
  if (bytesWritten < wantedBytes) {
    const rest = Buffer.concat(batch).subarray(bytesWritten)
    for (let written = 0; written < rest.length; ) {
      const step = await file.write(rest, written, rest.length - written, position + bytesWritten + written)
      written += step.bytesWritten
    }
  }
  for (const chunk of batch) release(chunk)
}
