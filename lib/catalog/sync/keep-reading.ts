/**
 * A source without a change feed, as the real service: read completely once, then looked at for new and deleted repositories now and
 * then, while the repositories are read again, a few at a time. Those that were read longest ago come first, and those that
 * changed lately come more often; a budget bounds the requests that this costs.
 */
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import { crawl, listAll } from './crawl.ts'
import { noteSynced } from './note-outcome.ts'
import { writeListedPulls } from './read-pull-counts.ts'
import { readListed, readNamed } from './read-repositories.ts'
import type { SyncContext } from './sync-context.ts'

/** Few, so that the requests are spread over the hour. */
const repositoriesAtOnce = 12

const newAtOnce = 400

const minPauseMs = 100

/** Putting all in their order takes a while, so it is done for many at once. */
const orderedAtOnce = 240

const nothing = new Map<string, string>()

export interface KeepReadingOptions {
  /** Between two looks for new and deleted repositories, and at least between two reads of one. */
  intervalMs: number
  requestsPerHour: number
  /** Told after each full read. */
  onFullRead(): void
}

/**
 * Keeps the source up to date until the signal.
 * @throws {EcrPublicError} when something that concerns the whole source fails; what was reached is kept
 */
export async function keepReading(context: SyncContext, options: KeepReadingOptions): Promise<void> {
  const { state, source, clock, signal, progress } = context
  const { intervalMs } = options
  let listedAt = Number.NEGATIVE_INFINITY
  let oldest: EcrPublicRepository[] = []
  if (!state.getSource(source).isCrawlDone) {
    await crawl(context, null, nothing)
    listedAt = clock.now()
    noteSynced(context)
    options.onFullRead()
  }
  while (!signal.aborted) {
    const startedAt = clock.now()
    const sentBefore = countRequests(context)
    if (startedAt - listedAt >= intervalMs) {
      await listAll(context, null)
      writeListedPulls(context)
      listedAt = clock.now()
    }
    progress.begin('rereading')
    await readListed(context, state.listUnread(source, newAtOnce), nothing)
    await readNamed(context, state.listRetries(source, repositoriesAtOnce), nothing)
    if (oldest.length === 0) oldest = state.listOldest(source, { limit: orderedAtOnce, minAgeMs: intervalMs })
    const hasRead = oldest.length > 0
    await readListed(context, oldest.splice(0, repositoriesAtOnce), nothing)
    noteSynced(context)
    const spentMs = ((countRequests(context) - sentBefore) * 3_600_000) / options.requestsPerHour
    const freeAt = startedAt + spentMs
    const nextAt = hasRead ? freeAt : Math.max(freeAt, findNextWork(context, listedAt, intervalMs))
    await clock.sleep(nextAt - clock.now(), signal)
  }
}

function countRequests({ reader }: SyncContext): number {
  return reader.countRequests()
}

/** When there may be something to do again, where there is nothing now. */
function findNextWork({ state, source, clock }: SyncContext, listedAt: number, intervalMs: number): number {
  const now = clock.now()
  const dueAt = (state.findOldestRead(source) ?? now) + intervalMs
  // Never at once, so that a mistake in these times costs no more than this.
  return Math.max(
    now + minPauseMs,
    Math.min(listedAt + intervalMs, dueAt, state.findNextRetry(source) ?? dueAt),
  )
}
