/**
 * A layer that is still coming, and is sent on from the one file that grows. Its last byte is held back until the digest is known
 * to be right, so that content which is not what was asked for never ends as if it were whole.
 */
import type { Writable } from 'node:stream'
import type { Digest } from '#lib/oci/digest.ts'
import { type BlobWriter, SinkClosedError } from '#registry/store/content/blob-store.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface SpoolState {
  isStored: boolean
  /** The digest is right, so that the last byte may go; making it durable takes longer. */
  isRight: boolean
  failure: unknown
  /** Resolves at the next change. */
  next: Promise<void>
  grow(): void
  /** What has come is the whole, and has the digest that was asked for. */
  approve(): void
  /** @param failure null when the blob is stored */
  finish(failure: unknown): void
}

export function createSpoolState(): SpoolState {
  let turn = Promise.withResolvers<void>()
  const state: SpoolState = {
    isStored: false,
    isRight: false,
    failure: null,
    next: turn.promise,
    grow() {
      const { resolve } = turn
      turn = Promise.withResolvers<void>()
      state.next = turn.promise
      resolve()
    },
    approve() {
      state.isRight = true
      state.grow()
    },
    finish(failure) {
      state.isStored = failure === null
      state.failure = failure
      state.grow()
    },
  }
  return state
}

/** Sends a part as it comes, the last byte when the whole is stored. @throws {Error} when it does not come whole */
export async function sendSpool(
  {
    store,
    writer,
    state,
    digest,
    sizeBytes,
  }: {
    store: Pick<Store, 'content'>
    writer: BlobWriter
    state: SpoolState
    digest: Digest
    sizeBytes: number
  },
  part: { start: number; end: number; onSent: ((bytes: number) => void) | undefined },
  sink: Writable,
): Promise<void> {
  const { start, end } = part
  /** Up to where it can be sent; null when all is. */
  const waitForMore = async (position: number): Promise<number | null> => {
    while (position < end) {
      const { next } = state
      if (state.failure !== null) throw new Error('A blob did not come whole.', { cause: state.failure })
      const isRight = state.isRight || state.isStored
      const ready = Math.min(end, writer.sizeBytes, sizeBytes - (isRight ? 0 : 1))
      if (ready > position) return ready
      await waitFor(next, sink)
    }
    return null
  }
  let sent = start
  const onSent = (bytes: number) => {
    sent += bytes
    part.onSent?.(bytes)
  }
  const ready = await waitForMore(start)
  if (ready === null) return
  try {
    return await writer.send(start, ready, sink, onSent, waitForMore)
  } catch (error) {
    // It has its final name since, so that the file could not be opened.
    if (!isMissing(error) || sent > start) throw error
  }
  await store.content.locate(digest).send(start, end, sink, onSent)
}

async function waitFor(next: Promise<void>, sink: Writable): Promise<void> {
  if (sink.destroyed) throw new SinkClosedError('The sink was closed.')
  const { promise, resolve } = Promise.withResolvers<void>()
  sink.once('close', resolve)
  await Promise.race([next, promise])
  sink.off('close', resolve)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
