/** The bytes of a layer, taken up where the line broke off, for as long as something comes of it. */
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Upstream } from '#lib/config/upstreams.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { BlobWriter } from '#registry/store/content/blob-store.ts'
import { readContentRange } from './read-answer.ts'
import { createRecentPieces, type Piece, type RecentPieces } from './recent-pieces.ts'
import type { SpoolState } from './spool.ts'
import type { UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'

/** How often in a row a request may bring nothing. */
const maxEmpty = 4
/** How often it may break off in all: so often, and once more for each of so many bytes. */
const maxBroken = 20
const bytesForAnother = 4 * 1024 * 1024
/** Bytes that wait for the disk, at most about that. */
const waitingBytes = 1024 * 1024
/** Over each of these times so much has to come, or the line counts as broken: a byte now and then would hold a layer up for ever. */
const paceMs = 30_000
const paceBytes = 128 * 1024
/** A longer pause than this that the upstream asks for is not waited for. */
const maxWaitMs = 10_000

/** Of a layer whose length the upstream does not say. */
export const maxUnsaidBytes = 1024 * 1024 * 1024

export interface BlobToReceive {
  upstream: Upstream
  client: Pick<UpstreamClient, 'open'>
  /** Of the upstream, without the namespace. */
  name: string
  digest: Digest
  writer: BlobWriter
  /** Those who wait for it, and what has come last. */
  state: SpoolState
}

/** The disk has not taken what clients may have been sent already: nothing else may come in its place. */
class NotWrittenError extends Error {
  override name = 'NotWrittenError'
}

export interface OpenedBlob {
  answer: IncomingMessage
  /** Of the whole; null where the upstream does not say it. */
  sizeBytes: number | null
  /** Bytes of the answer that are stored already. */
  skip: number
}

/**
 * Asks for what is missing.
 * @throws {UpstreamError}
 */
export async function openRest({
  upstream,
  client,
  name,
  digest,
  writer,
}: BlobToReceive): Promise<OpenedBlob> {
  const received = writer.sizeBytes
  if (received === 0) {
    const answer = await client.open('GET', name, `blobs/${digest}`)
    return { answer, sizeBytes: toLength(answer), skip: 0 }
  }
  // One byte again, so that there is a range also where all is there.
  const first = received - 1
  const answer = await client.open('GET', name, `blobs/${digest}`, { range: `bytes=${first}-` })
  if (answer.statusCode === 200) return { answer, sizeBytes: toLength(answer), skip: received }
  const range = readContentRange(answer.headers['content-range'])
  if (range?.first !== first) {
    answer.destroy()
    throw new UpstreamError('invalid', `${upstream.host} sent another part of ${digest}.`)
  }
  return { answer, sizeBytes: range.sizeBytes, skip: 1 }
}

/**
 * Reads to the end.
 * @throws {UpstreamError} when it does not come, or is longer than it was said to be
 */
export async function receiveBlob(blob: BlobToReceive, opened: OpenedBlob): Promise<void> {
  const { upstream, digest, writer } = blob
  const total = opened.sizeBytes
  let left = maxBroken + Math.floor((total ?? 0) / bytesForAnother)
  let empty = 0
  let current = opened

  const reopen = async (): Promise<OpenedBlob> => {
    for (let round = empty; ; round += 1) {
      left -= 1
      // Without a length nobody can tell an end from a line that broke.
      if (total === null || round > maxEmpty || left < 0) {
        throw new UpstreamError('refused', `${upstream.host} broke off ${digest}.`, { reason: 'broken-off' })
      }
      try {
        const rest = await openRest(blob)
        if (rest.sizeBytes === null || rest.sizeBytes === total) return rest
        rest.answer.destroy()
        throw new UpstreamError('invalid', `${upstream.host} says another length of ${digest} than before.`)
      } catch (error) {
        await waitOut(error, round)
      }
    }
  }

  // Each opening of the file would wait for its turn, as much as a write does. What comes meanwhile is sent on already.
  const opening = writer.keepOpen()
  opening.catch(() => {})
  try {
    for (;;) {
      const before = writer.sizeBytes
      const { answer, skip } = current
      try {
        await store(blob, { answer, skip, max: total ?? maxUnsaidBytes, opening })
        if (total === null || writer.sizeBytes === total) return
      } catch (error) {
        if (error instanceof NotWrittenError) throw error.cause
        if (error instanceof UpstreamError) throw error
      } finally {
        answer.destroy()
      }
      empty = writer.sizeBytes > before ? 0 : empty + 1
      current = await reopen()
    }
  } finally {
    const close = await opening.catch(() => null)
    await close?.()
  }
}

/** Those that fetch the layer wait with it while an upstream starts again; what it says of the layer itself is believed at once. */
async function waitOut(error: unknown, round: number): Promise<void> {
  if (!(error instanceof UpstreamError) || error.problem !== 'refused') throw error
  const { status, retryAfterMs } = error
  const isPassing = status === null || status === 408 || status === 429 || status >= 500
  const waitMs = retryAfterMs ?? 200 * 3 ** round
  if (!isPassing || waitMs > maxWaitMs) throw error
  await sleep(waitMs)
}

/** While one batch is written the next one gathers: small ones on a slow line, so that each byte is soon there for all. */
async function store(
  { upstream, writer, state }: BlobToReceive,
  {
    answer,
    skip,
    max,
    opening,
  }: { answer: IncomingMessage; skip: number; max: number; opening: Promise<unknown> },
): Promise<void> {
  const recent = createRecentPieces(writer.sizeBytes)
  state.recent?.close()
  state.recent = recent
  let toSkip = skip
  let paced = recent.end
  let isFirst = true
  let waiting: Piece[] = []
  let bytes = 0
  let running: Promise<void> | null = null
  let failure: NotWrittenError | null = null
  const flush = async () => {
    try {
      await opening
      while (waiting.length > 0) {
        const batch = waiting
        waiting = []
        bytes = 0
        await write(writer, recent, batch)
        state.grow()
      }
    } catch (cause) {
      failure = new NotWrittenError('What came of a layer could not be written.', { cause })
    } finally {
      running = null
    }
  }
  const settle = async () => {
    while (running !== null) await running
    if (failure !== null) throw failure
  }
  const pace = setInterval(() => {
    if (recent.end - paced < paceBytes) answer.destroy(new Error('slow'))
    paced = recent.end
  }, paceMs)
  try {
    for await (const whole of answer) {
      const chunk: Uint8Array = toSkip > 0 ? whole.subarray(toSkip) : whole
      toSkip = Math.max(0, toSkip - whole.length)
      if (chunk.length === 0) continue
      if (recent.end + chunk.length > max) {
        const words = `${upstream.host} sends more than it said.`
        throw new UpstreamError('invalid', words, { reason: 'too-large' })
      }
      waiting.push(recent.add(chunk))
      // Nobody waits for the disk with the first byte. What comes then is sent in larger pieces, as the disk takes them.
      if (isFirst) state.grow()
      isFirst = false
      bytes += chunk.length
      running ??= flush()
      if (bytes >= waitingBytes) await settle()
    }
  } finally {
    clearInterval(pace)
    await settle()
  }
}

async function write(writer: BlobWriter, recent: RecentPieces, batch: readonly Piece[]): Promise<void> {
  const chunks = batch.map(({ bytes }) => bytes)
  await writer.append(chunks)
  for (const piece of batch) recent.noteWritten(piece)
}

/** The `Content-Length`; null where there is none. */
export function toLength({ headers }: IncomingMessage): number | null {
  const text = headers['content-length']
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}
