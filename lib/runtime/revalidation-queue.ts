/**
 * Gathers stale pages and tells Next of them, one request at a time, without making the sync wait. Pages that are just being
 * rendered are named once more: what is made from old data may be put into Next's cache after the first word.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { everyPageTag } from './cache-tags.ts'
import { getRevalidationSecret, MAX_STALE_TAGS, revalidationHeader, type StalePages } from './revalidation.ts'

/** Next may not be listening yet when the first pages turn out to be old. */
const pausesMs = [50, 200, 500, 1_000, 2_000, 5_000, 10_000, 10_000]

const requestTimeoutMs = 10_000

/** Longer than a page takes to render, and within the two seconds in which a change has to be seen. */
const secondWordMs = 1_000

export interface RevalidationQueue {
  add(stale: StalePages): void
}

export interface RevalidationQueueOptions {
  /** The gallery's own `/api/internal/revalidate`. */
  url: string
  /** True where a page with this tag may be stored yet that was begun before now. */
  isUnderWay(tag: string): boolean
  /** Does something when the pages that are just being made are there. */
  later?(work: () => void): void
  /** Told when a request was given up; the pages are then as old as their cache time allows. */
  onError(error: Error): void
}

/** Makes an empty queue. */
export function createRevalidationQueue({
  url,
  isUnderWay,
  later = (work) => setTimeout(work, secondWordMs).unref(),
  onError,
}: RevalidationQueueOptions): RevalidationQueue {
  const waiting = new Set<string>()
  let isAllStale = false
  let isSending = false

  const take = (): StalePages => {
    const stale: StalePages = isAllStale || waiting.size > MAX_STALE_TAGS ? 'all' : [...waiting]
    isAllStale = false
    waiting.clear()
    return stale
  }

  const sendAll = async () => {
    isSending = true
    while (isAllStale || waiting.size > 0) {
      try {
        await send(url, take())
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)))
      }
    }
    isSending = false
  }

  const enqueue = (stale: StalePages) => {
    if (stale === 'all') isAllStale = true
    else for (const tag of stale) waiting.add(tag)
    if (!isSending) void sendAll()
  }

  const listUnderWay = (stale: StalePages): StalePages => {
    if (stale !== 'all') return stale.filter(isUnderWay)
    return isUnderWay(everyPageTag) ? 'all' : []
  }

  return {
    add: (stale) => {
      const late = listUnderWay(stale)
      enqueue(stale)
      if (late.length > 0) later(() => enqueue(late))
    },
  }
}

async function send(url: string, stale: StalePages): Promise<void> {
  for (const [attempt, pauseMs] of pausesMs.entries()) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [revalidationHeader]: getRevalidationSecret() },
        body: JSON.stringify({ stale }),
        signal: AbortSignal.timeout(requestTimeoutMs),
        cache: 'no-store',
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
      return
    } catch (error) {
      if (attempt === pausesMs.length - 1) {
        throw new Error('Pages could not be refreshed; they may show old data for up to an hour.', {
          cause: error,
        })
      }
      await sleep(pauseMs, undefined, { ref: false })
    }
  }
}
