/**
 * Reads every blob again, a little at a time, and moves aside what is no longer what its digest says, so that it is missed
 * and pushed again instead of being handed out. A round takes as long as it may; how far it is outlives a restart.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from '#lib/config/config.ts'
import type { NotedBlob } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { findBlobProblem } from './find-blob-problem.ts'
import type { ImageWork } from './image-work.ts'

interface Scrubbing {
  config: Config
  store: Store
  images: ImageWork
  clock: () => Date
  log: Logger
}

/** Where a round is. */
const placeSchema = z.object({
  startedAt: z.iso.datetime(),
  /** The last digest that was read; null when the round is over. */
  after: z.string().nullable(),
  blobs: z.number(),
  damaged: z.number(),
})
export type ScrubPlace = z.infer<typeof placeSchema>

/** A round is over some time before it has to be, and a small store is not read for weeks. */
const shareOfTime = 0.8
const minBytesPerSecond = 1_000_000
/** Opening a file is work too. */
const bytesOfOpening = 16_384
const saveIntervalMs = 30_000

/** How far the round is that runs, or that has run last; null before the first one. */
export async function getScrubPlace(store: Store): Promise<ScrubPlace | null> {
  const text = await store.settings.get('scrub')
  return text === null ? null : placeSchema.parse(JSON.parse(text))
}

/**
 * Goes on with the round where it was, or begins one when it is time for it.
 * @param pause is waited for so that no more bytes are read than may be; for tests
 * @returns the round that has ended; null when there was nothing to do
 * @throws what the signal gives, once the place is kept
 */
export async function scrubBlobs(
  service: Scrubbing,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms, undefined, { signal, ref: false }),
): Promise<ScrubPlace | null> {
  const { store, clock, config } = service
  const known = await getScrubPlace(store)
  const isDue =
    known === null || clock().getTime() - Date.parse(known.startedAt) >= (config.scrubMs ?? 0) * shareOfTime
  if (config.scrubMs === null || (known?.after === null && !isDue)) return null
  const place: ScrubPlace =
    known === null || known.after === null
      ? { startedAt: clock().toISOString(), after: '', blobs: 0, damaged: 0 }
      : { ...known }
  const pace = createPace(toBytesPerSecond((await store.blobs.count()).bytes, config), signal, pause)
  const save = () => store.quietly((tx) => tx.settings.put('scrub', JSON.stringify(place)))
  let savedAt = performance.now()
  try {
    for await (const blob of store.blobs.walk(place.after ?? '')) {
      if (await scrubBlob(service, blob, pace)) place.damaged += 1
      place.blobs += 1
      place.after = blob.digest
      if (performance.now() - savedAt > saveIntervalMs) {
        await save()
        savedAt = performance.now()
      }
    }
    place.after = null
    return place
  } finally {
    await save()
  }
}

/** As fast as the round needs, and never faster than may be read. */
function toBytesPerSecond(totalBytes: number, { scrubMs, scrubBytesPerSecond }: Config): number {
  const needed = scrubMs === null ? 0 : totalBytes / ((scrubMs / 1000) * shareOfTime)
  return Math.min(scrubBytesPerSecond, Math.max(minBytesPerSecond, needed))
}

function createPace(
  bytesPerSecond: number,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown>,
): (bytes: number) => Promise<void> {
  let dueAt = performance.now()
  return async (bytes) => {
    signal.throwIfAborted()
    // Time in which nothing was read is not made up for.
    dueAt = Math.max(dueAt, performance.now()) + (bytes / bytesPerSecond) * 1000
    const waitMs = dueAt - performance.now()
    if (waitMs > 5) await pause(waitMs)
  }
}

/** @returns whether something is wrong with it */
async function scrubBlob(
  service: Scrubbing,
  blob: NotedBlob,
  pace: (bytes: number) => Promise<void>,
): Promise<boolean> {
  const { store, images } = service
  await pace(bytesOfOpening)
  if ((await findBlobProblem(store.content, blob, pace)) === null) {
    images.lost.forget(blob.digest)
    return false
  }
  // Read once more while nobody can write or delete it: it may have been pushed again meanwhile, or collected.
  return images.blobWork.run(blob.digest, async () => {
    const problem = await findBlobProblem(store.content, blob)
    if (problem === null || !(await store.blobs.has(blob.digest))) return false
    if ((await store.content.stat(blob.digest)) !== null) await store.content.setAside(blob.digest)
    images.lost.note(blob.digest, problem)
    return true
  })
}

/** Notes at the start what was moved aside and not pushed since; deletes what nothing needs any more. */
export async function tidyQuarantine({ store, images }: { store: Store; images: ImageWork }): Promise<void> {
  for (const digest of images.lost.list()) {
    if (!(await store.blobs.has(digest))) images.lost.forget(digest)
  }
  for (const digest of await store.content.listAside()) {
    const isNeeded = await store.blobs.has(digest)
    if (isNeeded && (await store.content.stat(digest)) === null) {
      images.lost.note(digest, 'was damaged, and its file is in quarantine')
      continue
    }
    await store.content.deleteAside(digest)
    images.lost.forget(digest)
  }
}
