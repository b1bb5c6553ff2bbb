/**
 * Uploads with which any process may go on: each request finds the upload as the last one has left it, wherever that was. Otherwise the same
 * as in uploads.ts.
 */
import type { Arrival, Arrivals, BlobWriter, HeldArrival } from '#registry/store/content/blob-store.ts'
import { ImageError } from './image-error.ts'
import { requireFewUploads, type Upload, type Uploads } from './uploads.ts'

/** Uploads of one request: nobody can go on with one whose process has gone. */
const lostAfterMs = 60 * 60 * 1000

/** @param arrivals of all processes */
export function createSharedUploads(arrivals: Arrivals, clock: () => Date, newId: () => string): Uploads {
  /** What requests of this process write to. */
  const held = new Map<Upload, HeldArrival>()

  const endHeld = async (upload: Upload): Promise<boolean> => {
    const holding = held.get(upload)
    held.delete(upload)
    await holding?.end()
    return holding !== undefined
  }

  /** One that others may go on with, or wait for. */
  const toUpload = (arrival: Arrival): Upload => {
    let { partBytes } = arrival
    let writer = toGlance(arrival.sizeBytes)
    const upload: Upload = {
      id: arrival.id,
      repositoryId: arrival.repositoryId ?? 0,
      get writer() {
        return writer
      },
      get partBytes() {
        return partBytes
      },
      async exclusively(run) {
        const holding = held.has(upload) ? null : await arrival.hold()
        if (holding === null)
          throw new ImageError('out-of-order', 'Another request is writing to this upload.')
        held.set(upload, holding)
        ;({ writer, partBytes } = holding)
        let isDone = false
        try {
          const result = await run()
          isDone = true
          return result
        } finally {
          // What is acknowledged has to be noted; what has failed goes on from where it was noted last.
          const noted = held.delete(upload) ? holding.letGo() : Promise.resolve()
          await (isDone ? noted : noted.catch(() => {}))
        }
      },
    }
    return upload
  }

  /** One of a single request, which nobody else knows of. */
  const toOwnUpload = (id: string, repositoryId: number, holding: HeldArrival): Upload => {
    const { writer, partBytes } = holding
    const upload: Upload = {
      id,
      repositoryId,
      writer,
      partBytes,
      async exclusively(run) {
        try {
          return await run()
        } finally {
          await endHeld(upload)
        }
      },
    }
    held.set(upload, holding)
    return upload
  }

  const endArrival = async (arrival: Arrival): Promise<boolean> => {
    const holding = await arrival.hold()
    await holding?.end()
    return holding !== null
  }

  return {
    async begin({ repositoryId, principal }, max, way) {
      requireFewUploads(await arrivals.countOf(principal), max)
      const begun = { id: newId(), repositoryId, principal, way }
      if (way !== 'at-once') return toUpload(await arrivals.begin(begun))
      return toOwnUpload(begun.id, repositoryId, await arrivals.beginHeld(begun))
    },
    async find(id, { repositoryId, principal }) {
      const arrival = await arrivals.find(id)
      const isTheirs = arrival?.repositoryId === repositoryId && arrival.principal === principal
      return arrival !== null && isTheirs && arrival.way !== 'at-once' ? toUpload(arrival) : null
    },
    async end(upload) {
      if (await endHeld(upload)) return
      const arrival = await arrivals.find(upload.id)
      if (arrival !== null) await endArrival(arrival)
    },
    async endAll(repositoryId) {
      for (const arrival of await arrivals.listOf(repositoryId)) await endArrival(arrival)
    },
    async endAbandoned(before) {
      const lostBefore = new Date(clock().getTime() - lostAfterMs)
      let ended = 0
      for await (const arrival of arrivals.walkUntouched(before > lostBefore ? before : lostBefore)) {
        if (arrival.way !== 'at-once' && arrival.touchedAt >= before) continue
        if (await endArrival(arrival)) ended += 1
      }
      return ended
    },
    async resume() {
      await arrivals.releaseAll()
      return { resumedUploads: await arrivals.count(), removedUploads: 0 }
    },
    count: () => arrivals.count(),
  }
}

/** What can be said of an upload without holding it. */
function toGlance(sizeBytes: number): BlobWriter {
  const refuse = () => Promise.reject(new Error('Nobody may write to an upload that is not held.'))
  return {
    sizeBytes,
    append: refuse,
    computeDigest: refuse,
    commit: refuse,
    send: refuse,
    keepOpen: refuse,
    discard: refuse,
    leave: refuse,
  }
}
