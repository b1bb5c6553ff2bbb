/**
 * Reads the facts of the images that are offered first, beside the sync and without making it wait: a few images at a time, each within a
 * time limit. A registry that fails is left alone for a while that grows; what was known of its images stays.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageRef, ShownFacts } from '../store/catalog-writer.ts'

export interface QueuedImage extends ImageRef {
  /** As the API gives it: `public.ecr.aws/docker/library/busybox`. */
  repositoryUri: string
  /** How often it has been read again already for what was not known yet. */
  tries?: number
}

/** Reads what is asked of an image; see `FactsQueueOptions`. */
export type ReadFacts<Facts = ShownFacts> = (image: QueuedImage) => Promise<Facts | null>

/** @param Facts what is read of an image */
export interface FactsQueueOptions<Facts> {
  /**
   * Reads them from its manifest.
   * @returns null when it cannot be read now or ever, such as one that is gone
   * @throws when the registry cannot be reached; it is then tried again
   */
  read: ReadFacts<Facts>
  /** Told of what was read. */
  onRead(image: QueuedImage, facts: Facts): void
  /** Told of every failure; the image is tried again. */
  onError(error: Error, image: QueuedImage): void
  /** What a newer image takes the place of; of the same repository where left out. */
  toKey?: (image: QueuedImage) => string
  /** How many are read at once; few enough for a registry that limits anonymous visitors. */
  readsAtOnce?: number
  timeoutMs?: number
  firstPauseMs?: number
  maxPauseMs?: number
}

export interface FactsQueue {
  /** A newer image takes the place of an older one that waits. */
  add(image: QueuedImage): void
  /** Works until the signal; never throws. */
  run(signal: AbortSignal): Promise<void>
}

/** Makes a queue that nothing is in yet. */
export function createFactsQueue<Facts = ShownFacts>(options: FactsQueueOptions<Facts>): FactsQueue {
  const { toKey = toRepositoryKey, readsAtOnce = 3 } = options
  const { read, onRead, onError, timeoutMs = 20_000, firstPauseMs = 1_000, maxPauseMs = 300_000 } = options
  const waiting = new Map<string, QueuedImage>()
  /** Images that can't be read are not asked for again while they stay the same. */
  const hopeless = new Map<string, string>()
  let failures = 0
  let wake = Promise.withResolvers<void>()

  const readOne = async (key: string, image: QueuedImage, signal: AbortSignal) => {
    try {
      const facts = await within(timeoutMs, read(image), signal)
      failures = 0
      if (facts === null) hopeless.set(key, image.digest)
      else onRead(image, facts)
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      // A newer one may have come meanwhile; then this one is of no interest.
      if (!waiting.has(key)) waiting.set(key, image)
      onError(error instanceof Error ? error : new Error(String(error)), image)
    }
  }

  const work = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const [next] = waiting
      if (next === undefined) {
        await wake.promise
        continue
      }
      const [key, image] = next
      waiting.delete(key)
      await readOne(key, image, signal)
      if (failures > 0) await pause(Math.min(firstPauseMs * 2 ** (failures - 1), maxPauseMs), signal)
    }
  }

  return {
    add: (image) => {
      const key = toKey(image)
      if (hopeless.get(key) === image.digest) return
      hopeless.delete(key)
      waiting.set(key, image)
      wake.resolve()
      wake = Promise.withResolvers()
    },
    run: async (signal) => {
      signal.addEventListener('abort', () => wake.resolve())
      await Promise.all(Array.from({ length: readsAtOnce }, () => work(signal)))
    },
  }
}

function toRepositoryKey({ registryId, repositoryName }: ImageRef): string {
  return `${registryId}/${repositoryName}`
}

/** What takes longer, or than the signal, is no longer waited for. */
async function within<Value>(timeoutMs: number, value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(new Error(`The registry gave no answer within ${timeoutMs} ms.`))
  const timer = setTimeout(giveUp, timeoutMs)
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([value, promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  // The signal ends the pause by a rejection, and the loop asks the signal itself.
  await sleep(durationMs, undefined, { signal, ref: false }).catch(() => undefined)
}
