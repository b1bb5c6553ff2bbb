/**
 * Writes one blob into an S3 service: parts of a fixed size in a multipart upload, hashed on the way, while at most three of them are in
 * memory. What is left at the end of a request becomes a small object of its own, so that another process can go on with the upload
 * (`settle`); so can what was received in parts before a process was killed (`checkpoint`). The blob is published by a row of the ledger.
 */
import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { type Digest, type DigestAlgorithm, finishDigest, parseDigest } from '#lib/oci/digest.ts'
import type { LeavingObject } from '../../content-verbs.ts'
import { ContentUnavailableError } from '../../store-error.ts'
import { type BlobWriter, DigestMismatchError } from '../blob-store.ts'
import { type PartBuffers, partBytes } from './part-buffers.ts'
import { listObjects, type Progress, toObjectKey, toTailKey, toWholeKey } from './progress.ts'
import { readObject } from './read-object.ts'
import type { S3Requests } from './requests.ts'
import type { Kept, RunningHash } from './resumable-hash.ts'

/** Where an upload is noted. Each throws when it is somebody else's by now. */
export interface Ledger {
  /** Before the first object is made: nothing may be stored of which no row knows. */
  begin(): Promise<void>
  /** Of which version the upload is since somebody took it up. */
  version(): number
  keep(progress: Progress): Promise<void>
  publish(blob: { key: string; digest: Digest; sizeBytes: number }, left: readonly Left[]): Promise<void>
  giveUp(left: readonly Left[]): Promise<void>
}

/** An object, or an unfinished multipart upload into one, that is to be deleted. */
export type Left = Pick<LeavingObject, 'key' | 'multipartId'>

export interface S3Writer extends BlobWriter {
  /** Has everything that was received in the service, and says how far that is. */
  settle(): Promise<Progress>
  /** How far it is during an append: of a stream the parts that are in the service count, else what was acknowledged. */
  checkpoint(isStream: boolean): Progress
}

/** Parts that are sent while the next one is filled. */
const maxInFlight = 2
/** A multipart upload has at most so many parts, and pieces at its end are put together before there are more. */
const maxTails = 32

export function createS3Writer({
  id,
  from,
  hash,
  requests,
  buffers,
  ledger,
}: {
  id: string
  /** Null for one that begins. */
  from: Progress | null
  hash: RunningHash
  requests: S3Requests
  buffers: PartBuffers
  ledger: Ledger
}): S3Writer {
  let sizeBytes = from?.sizeBytes ?? 0
  let multipartId = from?.multipartId ?? null
  const etags: string[] = [...(from?.etags ?? [])]
  let tails: Progress['tails'] = [...(from?.tails ?? [])]
  let leftovers: string[] = [...(from?.leftovers ?? [])]
  let completedKey = from?.completedKey ?? null
  /** What comes after the parts; null while it is in the service only. */
  let buffer: Buffer | null = null
  let buffered = 0
  let isOver = false
  const inFlight = new Set<Promise<void>>()

  const tailBytes = () => tails.reduce((sum, { bytes }) => sum + bytes, 0)
  const toProgress = (kept: Kept): Progress => ({
    version: ledger.version(),
    sizeBytes,
    hash: 'text' in kept ? kept.text : '',
    multipartId,
    etags: [...etags],
    tails: [...tails],
    leftovers: [...leftovers],
    completedKey,
  })
  /** What was acknowledged, and what of the append that runs is in the service without a gap. */
  let settled: Progress = from ?? toProgress(hash.keep())
  let confirmed = settled
  const drop = () => {
    if (buffer !== null) buffers.giveBack(buffer)
    buffer = null
    buffered = 0
  }
  const load = async (): Promise<Buffer> => {
    if (buffer !== null) return buffer
    const taken = buffers.take()
    let read = 0
    for (const { key, bytes, sha256 } of tails) {
      const piece = await requests.get(key, 0, bytes)
      if (piece === null) throw new ContentUnavailableError('The end of an upload is lost.')
      const before = read
      read += await readInto(piece, taken, read)
      const found = createHash('sha256').update(taken.subarray(before, read)).digest('hex')
      if (found !== sha256) throw new ContentUnavailableError('The end of an upload is damaged.')
    }
    buffer = taken
    buffered = read
    return taken
  }

  const sendPart = async (): Promise<void> => {
    const [body, bytes] = [buffer, buffered]
    if (body === null) return
    buffer = null
    buffered = 0
    leftovers.push(...tails.map(({ key }) => key))
    tails = []
    const key = toObjectKey(id)
    if (multipartId === null) {
      await ledger.begin()
      multipartId = await requests.beginMultipart(key)
      settled = { ...settled, multipartId }
      confirmed = settled
      // So that it can be ended by whoever finds the upload abandoned.
      await ledger.keep(settled)
    }
    while (inFlight.size >= maxInFlight) await Promise.race(inFlight)
    const index = etags.length
    etags.push('')
    const state = toProgress(hash.keep())
    const part = { key, multipartId, number: index + 1 }
    const sending = requests
      .putPart(part, body.subarray(0, bytes))
      .then((etag) => {
        etags[index] = etag
        const isContiguous = etags.slice(0, index).every((one) => one !== '')
        if (isContiguous) confirmed = { ...state, etags: etags.slice(0, index + 1) }
      })
      .finally(() => {
        buffers.giveBack(body)
        inFlight.delete(sending)
      })
    inFlight.add(sending)
    // It is waited for later; until then a failure must not count as unhandled.
    sending.catch(() => {})
    failures.push(sending)
  }
  let failures: Promise<void>[] = []
  const arrive = async (): Promise<void> => {
    const all = failures
    failures = []
    await Promise.all(all)
  }

  const computeDigest = async (algorithm: DigestAlgorithm): Promise<Digest> => {
    const hex = hash.hex()
    if (algorithm === 'sha256' && hex !== null) return `sha256:${hex}` as Digest
    // Parts cannot be read before they are one object.
    const key = await putTogether()
    const other = createHash(algorithm)
    await readObject(requests, { key, start: 0, end: sizeBytes }, (chunk) => void other.update(chunk))
    return finishDigest(algorithm, other)
  }

  const putTogether = async (): Promise<string> => {
    if (completedKey !== null) return completedKey
    await ledger.begin()
    const [only, ...more] = tails
    const isInOneTail = only !== undefined && more.length === 0 && only.bytes === sizeBytes
    if (etags.length === 0 && isInOneTail) completedKey = only.key
    else if (etags.length === 0) {
      const whole = await load()
      const key = toWholeKey(id, ledger.version())
      await requests.put(key, whole.subarray(0, buffered))
      completedKey = key
    } else {
      await complete().catch(requireComplete)
      completedKey = toObjectKey(id)
    }
    drop()
    return completedKey
  }

  const complete = async (): Promise<void> => {
    const key = toObjectKey(id)
    const last = sizeBytes - etags.length * partBytes
    const part = { key, multipartId: multipartId ?? '', number: etags.length + 1 }
    const names = [...etags]
    const [only, ...more] = tails
    if (last > 0 && buffer === null && only !== undefined && more.length === 0) {
      names.push(await requests.copyPart(part, only.key))
    } else if (last > 0) {
      const rest = await load()
      names.push(await requests.putPart(part, rest.subarray(0, buffered)))
    }
    await requests.complete(key, part.multipartId, names, sizeBytes)
  }

  /** An earlier attempt may have made the object, and been killed or cut off before it was published; what it made is looked at. */
  const requireComplete = async (failure: unknown): Promise<void> => {
    const key = toObjectKey(id)
    if ((await requests.size(key)) !== sizeBytes) throw failure
    const found = createHash('sha256')
    await readObject(requests, { key, start: 0, end: sizeBytes }, (chunk) => void found.update(chunk))
    // Where its hash is not known, it is read and compared once more.
    if (hash.hex() !== null && found.digest('hex') !== hash.hex()) throw failure
  }

  /** Everything that there may be of this upload but the one object. */
  const listLeft = (kept: string | null): Left[] => {
    const progress = { ...toProgress({ text: '' }), version: from?.version ?? ledger.version() }
    const left: Left[] = listObjects(id, ledger.version(), progress)
      .filter((key) => key !== kept)
      .map((key) => ({ key, multipartId: null }))
    if (toObjectKey(id) !== kept && multipartId !== null) left.push({ key: toObjectKey(id), multipartId })
    return left
  }

  const append: BlobWriter['append'] = async (bytes, release = () => {}) => {
    const before = {
      kept: hash.keep(),
      sizeBytes,
      etags: etags.length,
      tails: [...tails],
      leftovers: [...leftovers],
      unsaved: null as Buffer | null,
    }
    let leave: (() => void) | null = null
    try {
      for await (const chunk of bytes) {
        if (completedKey !== null) throw new Error('The upload is complete.')
        leave ??= await buffers.enter()
        let target = await load()
        if (
          before.unsaved === null &&
          buffered > 0 &&
          tailBytes() !== buffered &&
          before.sizeBytes === sizeBytes
        ) {
          before.unsaved = Buffer.from(target.subarray(0, buffered))
        }
        for (let offset = 0; offset < chunk.length; ) {
          const piece = chunk.subarray(offset, offset + partBytes - buffered)
          hash.update(piece)
          target.set(piece, buffered)
          buffered += piece.length
          offset += piece.length
          sizeBytes += piece.length
          if (buffered < partBytes) continue
          await sendPart()
          target = await load()
        }
        release(chunk)
      }
      await arrive()
    } catch (error) {
      // Nothing came, so that all is as it was, with what an earlier append has left in the buffer.
      if (leave === null) throw error
      await Promise.allSettled(failures)
      failures = []
      hash.restore(before.kept)
      ;({ sizeBytes, tails, leftovers } = before)
      confirmed = settled
      etags.length = before.etags
      drop()
      if (before.unsaved !== null) {
        buffer = buffers.take()
        buffer.set(before.unsaved)
        buffered = before.unsaved.length
      }
      throw error
    } finally {
      leave?.()
    }
  }

  return {
    get sizeBytes() {
      return sizeBytes
    },
    append,
    computeDigest,
    async commit(digest) {
      const { algorithm = 'sha256' } = parseDigest(digest) ?? {}
      const computed = await computeDigest(algorithm)
      if (computed !== digest) throw new DigestMismatchError(`The content has the digest ${computed}.`)
      const key = await putTogether()
      await ledger.publish({ key, digest, sizeBytes }, listLeft(key))
      isOver = true
    },
    async settle() {
      if (buffer !== null && buffered > tailBytes()) {
        await ledger.begin()
        const saved = tails.length < maxTails ? tailBytes() : 0
        const bytes = buffer.subarray(saved, buffered)
        const key = toTailKey(id, ledger.version())
        await requests.put(key, bytes)
        if (saved === 0) leftovers.push(...tails.map((tail) => tail.key))
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        tails = [...(saved === 0 ? [] : tails), { key, bytes: bytes.length, sha256 }]
      }
      drop()
      settled = toProgress(hash.keep())
      confirmed = settled
      return settled
    },
    checkpoint: (isStream) => (isStream ? confirmed : settled),
    async send(start: number, end: number, sink: Writable, onSent) {
      const key = await putTogether()
      await readObject(requests, { key, start, end }, sink, onSent)
    },
    keepOpen: async () => async () => {},
    async discard() {
      drop()
      if (isOver) return
      isOver = true
      await Promise.allSettled(inFlight)
      await ledger.giveUp(listLeft(null))
    },
    async leave() {
      drop()
    },
  }
}

async function readInto(body: Readable, target: Buffer, at: number): Promise<number> {
  let read = 0
  for await (const chunk of body) {
    target.set(chunk, at + read)
    read += chunk.length
  }
  return read
}
