/**
 * Layers on their way from an upstream: one request for each, however many clients wait. What has arrived is sent to all of
 * them from the one file that grows; its last byte is held back until the digest is known to be right, so that content which
 * is not what was asked for never ends as if it were whole. A fill goes on when the client that began it has gone.
 */
import type { IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import type { Upstream } from '#lib/config/upstreams.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { maxBlobBytes } from '#registry/domain/images/uploads.ts'
import { type BlobWriter, DigestMismatchError, SinkClosedError } from '#registry/store/content/blob-store.ts'
import type { DiskSpace } from '#registry/store/disk-space.ts'
import type { Store } from '#registry/store/open-store.ts'
import { freeMemory } from '#registry/wire/free-memory.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import { requireRepository } from './upstream-repository.ts'

/** How often a request that breaks off is taken up again without a byte in between. */
const maxAttempts = 4
/** Bytes that wait for the disk, at most about that. */
const waitingBytes = 1024 * 1024

export interface Fill {
  readonly sizeBytes: number
  /** As a blob that is stored is sent. @throws {UpstreamError} when the rest does not come */
  send(start: number, end: number, sink: Writable, onSent?: (bytes: number) => void): Promise<void>
}

export interface FillParts {
  upstream: Upstream
  client: UpstreamClient
  accountId: string
  service: {
    store: Pick<Store, 'content' | 'transaction' | 'transactionIn' | 'repositories'>
    images: Pick<ImageWork, 'blobWork' | 'lost'>
    space: Pick<DiskSpace, 'requireRoom'>
    clock: () => Date
  }
}

export interface BlobFills {
  /**
   * The fill of a blob, which is begun unless it is under way. Resolves when its size is known.
   * @throws {UpstreamError} when the upstream does not give it
   */
  open(name: string, digest: Digest): Promise<Fill>
  count(): number
}

/** @param onStored is told when another blob is kept */
export function createBlobFills(parts: FillParts, onStored: () => void): BlobFills {
  const fills = new Map<string, Promise<Fill>>()
  return {
    open(name, digest) {
      const key = `${name}@${digest}`
      const known = fills.get(key)
      if (known !== undefined) return known
      const end = () => void fills.delete(key)
      // Before those who wait are told: who comes after a failure begins anew.
      const begun = begin(parts, name, digest, { end, onStored })
      fills.set(key, begun)
      return begun
    },
    count: () => fills.size,
  }
}

function begin(
  parts: FillParts,
  name: string,
  digest: Digest,
  { end: onEnd, onStored }: { end: () => void; onStored: () => void },
): Promise<Fill> {
  const { store } = parts.service
  const writer = store.content.createWriter()
  const state = createState()
  const opened = Promise.withResolvers<Fill>()
  // Not every fill has somebody who waits for it.
  opened.promise.catch(() => {})
  const open = (sizeBytes: number) =>
    opened.resolve({
      sizeBytes,
      send: (start, end, sink, onSent) =>
        sendGrowing({ store, writer, state, digest, sizeBytes }, { start, end, onSent }, sink),
    })
  fill(parts, { name, digest, writer, grown: state.grow, open })
    .then(
      (sizeBytes) => {
        onEnd()
        state.finish(null)
        open(sizeBytes)
        onStored()
      },
      async (error: unknown) => {
        onEnd()
        state.finish(error)
        opened.reject(error)
        await writer.discard()
      },
    )
    .catch(() => {})
  return opened.promise
}

interface FillState {
  isStored: boolean
  failure: unknown
  /** Resolves at the next change. */
  next: Promise<void>
  grow(): void
  /** @param failure null when the blob is stored */
  finish(failure: unknown): void
}

function createState(): FillState {
  let turn = Promise.withResolvers<void>()
  const state: FillState = {
    isStored: false,
    failure: null,
    next: turn.promise,
    grow() {
      const { resolve } = turn
      turn = Promise.withResolvers<void>()
      state.next = turn.promise
      resolve()
    },
    finish(failure) {
      state.isStored = failure === null
      state.failure = failure
      state.grow()
    },
  }
  return state
}

async function sendGrowing(
  {
    store,
    writer,
    state,
    digest,
    sizeBytes,
  }: {
    store: Pick<Store, 'content'>
    writer: BlobWriter
    state: FillState
    digest: Digest
    sizeBytes: number
  },
  part: { start: number; end: number; onSent: ((bytes: number) => void) | undefined },
  sink: Writable,
): Promise<void> {
  let position = part.start
  const onSent = (bytes: number) => {
    position += bytes
    part.onSent?.(bytes)
  }
  while (position < part.end) {
    const { next } = state
    if (state.isStored) {
      const location = store.content.locate(digest)
      if (location.kind === 'redirect') throw new Error('A blob is kept elsewhere, and cannot be sent on.')
      return location.send(position, part.end, sink, onSent)
    }
    if (state.failure !== null) throw new Error('A blob did not come whole.', { cause: state.failure })
    const ready = Math.min(part.end, writer.sizeBytes, sizeBytes - 1)
    if (ready > position) {
      try {
        await writer.send(position, ready, sink, onSent)
        continue
      } catch (error) {
        // It has its final name since.
        if (!isMissing(error)) throw error
      }
    }
    await waitFor(next, sink)
  }
}

async function waitFor(next: Promise<void>, sink: Writable): Promise<void> {
  if (sink.destroyed) throw new SinkClosedError('The sink was closed.')
  const { promise, resolve } = Promise.withResolvers<void>()
  sink.once('close', resolve)
  await Promise.race([next, promise])
  sink.off('close', resolve)
}

interface FillForm {
  name: string
  digest: Digest
  writer: BlobWriter
  grown: () => void
  open: (sizeBytes: number) => void
}

async function fill(parts: FillParts, form: FillForm): Promise<number> {
  const { upstream, client, service } = parts
  const { name, digest, writer, grown, open } = form
  const first = await client.open('GET', name, `blobs/${digest}`)
  const total = toLength(first)
  if (total !== null) {
    if (total > maxBlobBytes) {
      first.destroy()
      throw new UpstreamError(
        'invalid',
        `${upstream.host} has a layer of ${total} bytes, which is too large.`,
      )
    }
    try {
      service.space.requireRoom(total)
    } catch (error) {
      first.destroy()
      throw error
    }
    open(total)
  }
  await receive(parts, form, first, total)
  const sizeBytes = writer.sizeBytes
  try {
    await service.images.blobWork.run(digest, async () => {
      if (sizeBytes === 0) await writer.append([])
      await writer.commit(digest)
      service.images.lost.forget(digest)
      const at = service.clock().toISOString()
      const repositoryId = await requireRepository(service, { accountId: parts.accountId, name, at })
      await service.store.transactionIn(repositoryId, (tx) =>
        tx.blobs.add({ repositoryId, digest, sizeBytes, at }),
      )
    })
  } catch (cause) {
    if (!(cause instanceof DigestMismatchError)) throw cause
    throw new UpstreamError('invalid', `${upstream.host} sent something else than ${digest}.`, { cause })
  }
  grown()
  return sizeBytes
}

/** Reads to the end, taking up what breaks off where it broke off. */
async function receive(
  { upstream, client }: FillParts,
  { name, digest, writer, grown }: FillForm,
  first: IncomingMessage,
  total: number | null,
): Promise<void> {
  let answer = first
  let skipped = 0
  let attempts = 0
  for (;;) {
    const before = writer.sizeBytes
    try {
      await store(answer, skipped, total, { upstream, writer, grown })
      if (total === null || writer.sizeBytes === total) return
    } catch (error) {
      if (error instanceof UpstreamError || isOfDisk(error)) throw error
    } finally {
      answer.destroy()
    }
    attempts = writer.sizeBytes > before ? 1 : attempts + 1
    if (total === null || attempts > maxAttempts) {
      throw new UpstreamError('refused', `${upstream.host} broke off ${digest}.`)
    }
    const received = writer.sizeBytes
    answer = await client.open('GET', name, `blobs/${digest}`, { range: `bytes=${received}-` })
    const from = answer.statusCode === 206 ? toFirstByte(answer.headers['content-range']) : 0
    if (from === null || from > received) {
      answer.destroy()
      throw new UpstreamError('invalid', `${upstream.host} sent another part of ${digest}.`)
    }
    skipped = received - from
  }
}

/** While one batch is written the next one gathers: small ones on a slow line, so that each byte is soon there for all. */
async function store(
  answer: IncomingMessage,
  skip: number,
  total: number | null,
  { upstream, writer, grown }: { upstream: Upstream; writer: BlobWriter; grown: () => void },
): Promise<void> {
  const max = total ?? maxBlobBytes
  let toSkip = skip
  let received = writer.sizeBytes
  let waiting: Uint8Array[] = []
  let bytes = 0
  let running: Promise<void> | null = null
  let failure: { error: unknown } | null = null
  const flush = async () => {
    try {
      while (waiting.length > 0) {
        const batch = waiting
        waiting = []
        bytes = 0
        await writer.append(batch, freeMemory)
        grown()
      }
    } catch (error) {
      failure = { error }
    } finally {
      running = null
    }
  }
  const settle = async () => {
    while (running !== null) await running
    if (failure !== null) throw failure.error
  }
  try {
    for await (const whole of answer) {
      const chunk: Uint8Array = toSkip > 0 ? whole.subarray(toSkip) : whole
      toSkip = Math.max(0, toSkip - whole.length)
      if (chunk.length === 0) continue
      received += chunk.length
      if (received > max) throw new UpstreamError('invalid', `${upstream.host} sends more than it said.`)
      waiting.push(chunk)
      bytes += chunk.length
      running ??= flush()
      if (bytes >= waitingBytes) await settle()
    }
  } finally {
    await settle()
  }
}

function toLength({ headers }: IncomingMessage): number | null {
  const text = headers['content-length']
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function toFirstByte(range: string | undefined): number | null {
  const first = /^bytes (\d{1,15})-/.exec(range ?? '')?.[1]
  return first === undefined ? null : Number(first)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isOfDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(?:ENOSPC|EIO|EDQUOT|EROFS|EMFILE|ENOENT)$/.test(error.code)
  )
}
