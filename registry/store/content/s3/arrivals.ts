/**
 * Uploads whose state every process sees. Whoever writes to one holds it: the row has a version, which grows each time that it is taken,
 * and its holder's word every few seconds. One that is silent for longer may have been killed and loses it; should it live, it can note
 * and publish nothing any more, since the version is another one.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ArrivingUpload } from '../../content-verbs.ts'
import { StoreBusyError } from '../../store-error.ts'
import type { Arrival, Arrivals, HeldArrival, NewArrival } from '../blob-store.ts'
import type { ContentRows } from './content-rows.ts'
import type { PartBuffers } from './part-buffers.ts'
import { type Progress, parseProgress } from './progress.ts'
import type { S3Requests } from './requests.ts'
import { createNoHash, createOwnHash, createResumableHash, type RunningHash } from './resumable-hash.ts'
import { createS3Writer, type Ledger, type S3Writer } from './writer.ts'

export interface HoldTimes {
  /** Between two words of a holder. */
  wordMs: number
  /** After so long without one it may have been killed. */
  silentMs: number
}

export const usualHoldTimes: HoldTimes = { wordMs: 3_000, silentMs: 10_000 }

/** Of uploads that are looked at together. */
const pageSize = 200

export interface ArrivalParts {
  rows: ContentRows
  requests: S3Requests
  buffers: PartBuffers
  clock: () => Date
  times: HoldTimes
  /** Whether there may be other processes. */
  isShared: boolean
  /** Where one process receives all: the hash of each upload between its requests. As many as there are uploads, a few hundred bytes each. */
  hashes: Map<string, { sizeBytes: number; hash: RunningHash }>
}

export function createArrivals(parts: ArrivalParts): Arrivals {
  const { rows, clock, isShared } = parts
  const insert = async (upload: NewArrival, heldUntil: string | null): Promise<ArrivingUpload> => {
    const at = clock().toISOString()
    const begun = { begunAt: at, touchedAt: at, partBytes: [], progress: '', version: 1 }
    const row: ArrivingUpload = { ...upload, ...begun, heldUntil }
    await rows.write((tx) => tx.uploads.insert(row))
    return row
  }
  const toArrival = (row: ArrivingUpload): Arrival => ({
    id: row.id,
    repositoryId: row.repositoryId,
    principal: row.principal,
    way: row.way,
    touchedAt: new Date(row.touchedAt),
    sizeBytes: toSizeBytes(row),
    partBytes: row.partBytes,
    hold: () => hold(parts, row),
  })
  return {
    begin: async (upload) => toArrival(await insert(upload, null)),
    beginHeld: async (upload) => toHeld(parts, await insert(upload, toHeldUntil(parts))),
    async find(id) {
      const row = await rows.uploads().get(id)
      return row === null ? null : toArrival(row)
    },
    listOf: async (repositoryId) => (await rows.uploads().listOf(repositoryId)).map(toArrival),
    async *walkUntouched(since) {
      let after = ''
      for (;;) {
        const page = await rows
          .uploads()
          .listUntouched({ since: since.toISOString(), after, limit: pageSize })
        yield* page.map(toArrival)
        const last = page.at(-1)
        if (last === undefined) return
        after = last.id
      }
    },
    countOf: (principal) => rows.uploads().countOf(principal),
    count: () => rows.uploads().count(),
    releaseAll: async () => {
      if (!isShared) await rows.write((tx) => tx.uploads.releaseAll())
    },
  }
}

async function hold(parts: ArrivalParts, seen: ArrivingUpload): Promise<HeldArrival | null> {
  const { rows, clock } = parts
  const row = await waitForSilence(parts, seen)
  if (row === null) return null
  const at = clock().toISOString()
  const taken = { id: row.id, version: row.version, heldUntil: toHeldUntil(parts), at }
  if (!(await rows.write((tx) => tx.uploads.hold(taken)))) return null
  return toHeld(parts, { ...row, version: row.version + 1 })
}

/** Clocks of several machines differ: a holder is silent when this process has seen no word of it for long enough. */
async function waitForSilence(
  { rows, times }: ArrivalParts,
  { id, version }: ArrivingUpload,
): Promise<ArrivingUpload | null> {
  const first = await rows.uploads().get(id)
  if (first === null || first.heldUntil === null) return first
  if (first.version !== version) return null
  const until = performance.now() + times.silentMs
  while (performance.now() < until) {
    await sleep(Math.min(500, times.silentMs / 4))
    const now = await rows.uploads().get(id)
    if (now === null || now.heldUntil === null) return now
    if (now.version !== first.version || now.touchedAt !== first.touchedAt) return null
  }
  return first
}

async function toHeld(parts: ArrivalParts, row: ArrivingUpload): Promise<HeldArrival> {
  const { rows, requests, buffers, clock, times } = parts
  const from = row.progress === '' ? null : parseProgress(row.progress)
  const { id, version } = row
  const partBytes = [...row.partBytes]
  let isOver = false
  let isLost = false
  let notes = 0
  let lastNote: Promise<void> = Promise.resolve()
  // One after the other: a word that comes late must not take the place of what was acknowledged after it.
  const note = (progress: string, heldUntil: string | null): Promise<void> => {
    notes += 1
    const noted = lastNote
      .catch(() => {})
      .then(() => writeNote(progress, heldUntil))
      .finally(() => {
        notes -= 1
      })
    lastNote = noted
    return noted
  }
  const writeNote = async (progress: string, heldUntil: string | null) => {
    if (isOver) return
    if (isLost) throw new StoreBusyError('Another process has taken up this upload.')
    const noted = { id, version, touchedAt: clock().toISOString(), partBytes, progress, heldUntil }
    isLost = !(await rows.write((tx) => tx.uploads.keep(noted)))
    if (isLost) throw new StoreBusyError('Another process has taken up this upload, or it is over.')
  }
  const ledger: Ledger = {
    begin: async () => {
      if (isLost) throw new StoreBusyError('Another process has taken up this upload.')
    },
    version: () => version,
    keep: (progress) => note(JSON.stringify(progress), toHeldUntil(parts)),
    async publish(blob, left) {
      await rows.write(async (tx) => {
        if (!(await tx.uploads.delete(id, version))) {
          throw new StoreBusyError('Another process has taken up this upload, or it is over.')
        }
        await rows.publish(tx, blob, left)
      })
      isOver = true
      rows.onPublished(blob)
    },
    async giveUp(left) {
      if (isOver) return
      isOver = true
      await rows.write(async (tx) => {
        // Whoever has it now knows of all that there is.
        if (await tx.uploads.delete(id, version)) await rows.leave(tx, left)
      })
    },
  }
  const hash = await toHash(parts, row, from)
  const writer: S3Writer = createS3Writer({ id, from, hash, requests, buffers, ledger })
  const isStream = row.way === 'stream'
  const word = setInterval(() => {
    // The one that is being written is a word, too.
    if (notes > 0) return
    note(JSON.stringify(writer.checkpoint(isStream)), toHeldUntil(parts)).catch(() => {})
  }, times.wordMs)
  word.unref()
  return {
    writer,
    partBytes,
    async letGo() {
      clearInterval(word)
      if (isOver) return
      try {
        await note(JSON.stringify(await writer.settle()), null)
        if (!parts.isShared) parts.hashes.set(id, { sizeBytes: writer.sizeBytes, hash })
      } catch (error) {
        await note(JSON.stringify(writer.checkpoint(false)), null).catch(() => {})
        throw error
      }
    },
    async end() {
      clearInterval(word)
      parts.hashes.delete(id)
      await writer.discard()
    },
  }
}

/** Others can only go on from a state that is written down, which costs more; a process alone keeps its own, and loses it with its end. */
async function toHash(
  { isShared, hashes }: ArrivalParts,
  { id, way }: ArrivingUpload,
  from: Progress | null,
): Promise<RunningHash> {
  const sizeBytes = from?.sizeBytes ?? 0
  const isWritten = sizeBytes === 0 || from?.hash !== ''
  if (isShared && way !== 'at-once' && isWritten) return createResumableHash(from?.hash ?? null)
  if (sizeBytes === 0) return createOwnHash()
  const known = hashes.get(id)
  hashes.delete(id)
  return known?.sizeBytes === sizeBytes ? known.hash : createNoHash()
}

function toHeldUntil({ clock, times }: ArrivalParts): string {
  return new Date(clock().getTime() + times.silentMs).toISOString()
}

function toSizeBytes({ progress }: ArrivingUpload): number {
  return progress === '' ? 0 : parseProgress(progress).sizeBytes
}
