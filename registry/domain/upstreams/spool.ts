/**
 * A layer that is still coming, and is sent on: from memory to whoever keeps up, else from the one file that grows. Its last byte is
 * held back until the digest is known to be right, so that content which is not what was asked for never ends as if it were whole.
 */
import type { Writable } from 'node:stream'
import type { Digest } from '#lib/oci/digest.ts'
import { type BlobWriter, SinkClosedError } from '#registry/store/content/blob-store.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { RecentPieces } from './recent-pieces.ts'

/** Somebody who is sent the layer. */
interface Reader {
  /** Up to where it has been sent. */
  position: number
  /** Ends its wait, if it waits. */
  wake: () => void
}

/** Whoever stops reading holds so much memory at most, and no more of them than these hold more. */
const lentBytes = 128 * 1024
const lentToFewBytes = 512 * 1024
const fewReaders = 8

export interface SpoolState {
  isStored: boolean
  /** The digest is right, so that the last byte may go; making it durable takes longer. */
  isRight: boolean
  failure: unknown
  /** Null before anything is asked for. */
  recent: RecentPieces | null
  readers: Set<Reader>
  /** There is more to send. */
  grow(): void
  /** What has come is the whole, and has the digest that was asked for. */
  approve(): void
  /** @param failure null when the blob is stored */
  finish(failure: unknown): void
}

export function createSpoolState(): SpoolState {
  const readers: SpoolState['readers'] = new Set()
  const state: SpoolState = {
    isStored: false,
    isRight: false,
    failure: null,
    recent: null,
    readers,
    grow() {
      for (const { wake } of readers) wake()
    },
    approve() {
      state.isRight = true
      state.grow()
    },
    finish(failure) {
      state.isStored = failure === null
      state.failure = failure
      state.recent?.close()
      state.grow()
    },
  }
  return state
}

export interface Spool {
  store: Pick<Store, 'content'>
  writer: BlobWriter
  state: SpoolState
  digest: Digest
  sizeBytes: number
}

/** Sends a part as it comes, the last byte when the whole is right. @throws {Error} when it does not come whole */
export async function sendSpool(
  spool: Spool,
  part: { start: number; end: number; onSent: ((bytes: number) => void) | undefined },
  sink: Writable,
): Promise<void> {
  const { state, writer } = spool
  const { end } = part
  const reader: Reader = { position: part.start, wake: () => {} }
  const onSent = (bytes: number) => {
    reader.position += bytes
    part.onSent?.(bytes)
  }
  const wake = () => reader.wake()
  state.readers.add(reader)
  sink.once('close', wake)
  try {
    while (reader.position < end) {
      if (state.failure !== null) throw new Error('A blob did not come whole.', { cause: state.failure })
      if (sink.destroyed) throw new SinkClosedError('The sink was closed.')
      const ready = toReady(spool, end)
      const most = state.readers.size > fewReaders ? lentBytes : lentToFewBytes
      const lent = state.recent?.lend(reader.position, Math.min(ready, reader.position + most)) ?? null
      if (lent !== null) {
        // What a connection that breaks off still had in hand is left to the garbage collector.
        await writeTogether(sink, lent.chunks)
        lent.giveBack()
        onSent(lent.bytes)
      } else if (reader.position < Math.min(ready, writer.sizeBytes)) {
        await sendStored(spool, { reader, end, onSent }, sink)
      } else {
        await new Promise<void>((resolve) => {
          reader.wake = resolve
        })
      }
    }
  } finally {
    sink.off('close', wake)
    state.readers.delete(reader)
  }
}

/** Up to where a part that has this end may be sent: a part of something else must not end as if it were right, either. */
function toReady({ state, writer, sizeBytes }: Spool, end: number): number {
  const come = Math.max(writer.sizeBytes, state.recent?.end ?? 0)
  return Math.min(come, Math.min(end, sizeBytes) - (state.isRight || state.isStored ? 0 : 1))
}

/** From the file, until the reader has caught up with what is in memory. */
async function sendStored(
  spool: Spool,
  { reader, end, onSent }: { reader: Reader; end: number; onSent: (bytes: number) => void },
  sink: Writable,
): Promise<void> {
  const { state, store, writer, digest } = spool
  const start = reader.position
  const more = async (position: number): Promise<number | null> => {
    if (position >= end || state.failure !== null) return null
    const ready = Math.min(toReady(spool, end), writer.sizeBytes)
    const hasCaughtUp = ready <= position || (state.recent?.isNear(position) ?? false)
    return hasCaughtUp ? null : ready
  }
  try {
    const ready = Math.min(toReady(spool, end), writer.sizeBytes)
    return await writer.send(start, ready, sink, onSent, more)
  } catch (error) {
    // It has its final name since, so that the file could not be opened.
    if (!isMissing(error) || reader.position > start) throw error
  }
  await store.content.locate(digest).send(start, end, sink, onSent)
}

/** Resolves when all have left. */
function writeTogether(sink: Writable, chunks: readonly Uint8Array[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onClose = () => reject(new SinkClosedError('The sink was closed.'))
  sink.once('close', onClose)
  const onWritten = (error: Error | null | undefined) => {
    sink.off('close', onClose)
    if (error) reject(new SinkClosedError('The sink does not take more.', { cause: error }))
    else resolve()
  }
  if (chunks.length > 1) sink.cork()
  chunks.forEach((chunk, at) => {
    sink.write(chunk, at === chunks.length - 1 ? onWritten : undefined)
  })
  if (chunks.length > 1) sink.uncork()
  return promise
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
