/**
 * A source with a change feed: read completely once, then followed. Where the index stands in the feed is kept with it, so
 * that a restart goes on from there.
 */
import type { ChangePage, GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import type { FeedPosition } from '../store/sync-state.ts'
import { crawl } from './crawl.ts'
import { noteSynced } from './note-outcome.ts'
import { createPendingChanges, type PendingChanges } from './pending-changes.ts'
import { readPullCounts } from './read-pull-counts.ts'
import { readRegistries } from './read-registries.ts'
import { type ChangeTimes, readNamed, toChangeKey } from './read-repositories.ts'
import { type SyncContext, WRITE_BATCH_SIZE } from './sync-context.ts'

/** How long one poll waits for something to happen. */
const pollMs = 25_000

/** How often the pull counts are read, unless SYNC_INTERVAL_SECONDS is shorter. */
const pullsIntervalMs = 60_000

/** An endpoint that answers a long poll at once, though nothing happened, is not asked more often than this. */
const minPollMs = 500

const retriesAtOnce = 40

/** Repositories that are read between two looks at the feed: about a tenth of a second. */
const readAtOnce = 3 * WRITE_BATCH_SIZE

const pagesAtOnce = 100

/** More wait in the feed. */
const maxPending = 200_000

export interface FollowOptions {
  intervalMs: number
  /** Told after each full read. */
  onFullRead(): void
}

/**
 * Keeps the source up to date until the signal.
 * @throws {EcrPublicError} when something that concerns the whole source fails; what was reached is kept
 */
export async function followFeed(
  context: SyncContext,
  extension: GalleryExtension,
  options: FollowOptions,
): Promise<void> {
  const { state, source, signal } = context
  let mustRead = !state.getSource(source).isCrawlDone
  while (!signal.aborted) {
    if (mustRead) await readFromStart(context, extension, options)
    await follow(context, extension, options)
    // The feed has another history than the index.
    mustRead = true
  }
}

async function readFromStart(
  context: SyncContext,
  extension: GalleryExtension,
  { onFullRead }: FollowOptions,
): Promise<void> {
  const { state, source } = context
  const { feed, changeTimes } = await readHistory(extension)
  const known = state.getSource(source)
  // What changes from here on is in the feed after this position, so nothing falls between the two.
  if (known.isCrawlDone || known.feed?.storeId !== feed.storeId) state.beginCrawl(source, feed)
  await crawl(context, extension, changeTimes)
  noteSynced(context)
  onFullRead()
}

async function readHistory(
  extension: GalleryExtension,
): Promise<{ feed: FeedPosition; changeTimes: ChangeTimes }> {
  const changeTimes = new Map<string, string>()
  let page: ChangePage
  let sequence = 0
  do {
    page = await extension.readChanges({ since: sequence, waitSeconds: 0 })
    for (const { registryId, repositoryName, at } of page.changes) {
      if (repositoryName !== null) changeTimes.set(toChangeKey({ registryId, repositoryName }), at)
    }
    sequence = toNextSequence(page)
  } while (page.changes.length > 0)
  return { feed: { storeId: page.storeId, sequence }, changeTimes }
}

/** Ends at the signal, or when the feed has another history than the index. */
async function follow(
  context: SyncContext,
  extension: GalleryExtension,
  { intervalMs }: FollowOptions,
): Promise<void> {
  const { state, source, clock, signal, progress } = context
  const pullsEveryMs = Math.min(intervalMs, pullsIntervalMs)
  const { feed } = state.getSource(source)
  if (feed === null) return
  const pending = createPendingChanges()
  let position = feed
  let pullsAt = clock.now()
  let waitMs = 0
  progress.begin('following')
  while (!signal.aborted) {
    const askedAt = clock.now()
    const wait = pending.size > 0 ? 0 : waitMs
    const reached = await readAhead(context, extension, { pending, position, waitMs: wait })
    if (reached === null) return
    const isIdle = reached.sequence === position.sequence && pending.size === 0
    position = reached
    await readPending(context, pending)
    // What still waits is told again to a later process.
    const first = pending.findFirst()
    state.setFeed(source, first === null ? position : { ...position, sequence: first - 1 })
    await readNamed(context, state.listRetries(source, retriesAtOnce), new Map())
    noteSynced(context)
    if (clock.now() >= pullsAt) {
      await readPullCounts(context, extension)
      pullsAt = clock.now() + pullsEveryMs
    }
    if (isIdle && waitMs > 0 && clock.now() - askedAt < minPollMs) await clock.sleep(minPollMs, signal)
    // So that a quiet feed puts neither the counts off nor what is to be tried again.
    const nextAt = Math.min(pullsAt, state.findNextRetry(source) ?? pullsAt)
    waitMs = Math.max(1_000, Math.min(pollMs, nextAt - clock.now()))
  }
}

/**
 * Notes all that the feed tells, which costs little beside reading the repositories.
 * @returns how far it was read; null when it has another history
 */
async function readAhead(
  context: SyncContext,
  extension: GalleryExtension,
  { pending, position, waitMs }: { pending: PendingChanges; position: FeedPosition; waitMs: number },
): Promise<FeedPosition | null> {
  const { storeId } = position
  let { sequence } = position
  let waitSeconds = Math.ceil(waitMs / 1000)
  for (let pages = 0; pages < pagesAtOnce && pending.size < maxPending; pages += 1) {
    const page = await extension.readChanges({
      since: sequence,
      storeId,
      waitSeconds,
      signal: context.signal,
    })
    if (page.reset === true || page.storeId !== storeId || page.sequence < sequence) return null
    pending.add(await chooseOwn(context, extension, page.changes))
    sequence = toNextSequence(page)
    // The end of a feed in which something happens all the time is never reached.
    if (page.changes.length < readAtOnce) break
    waitSeconds = 0
  }
  return { storeId, sequence }
}

/** Without registries that these credentials may not see: they are none of this gallery's. */
async function chooseOwn(
  context: SyncContext,
  extension: GalleryExtension,
  changes: ChangePage['changes'],
): Promise<ChangePage['changes']> {
  const { state, source } = context
  const known = new Set(state.listRegistryIds(source))
  if (changes.some((change) => change.repositoryName === null || !known.has(change.registryId))) {
    await readRegistries(context, extension)
  }
  return changes.filter(({ registryId }) => state.findSource(registryId) === source)
}

/** Reads some of what waits, so that what is told meanwhile can come before the rest. */
async function readPending(context: SyncContext, pending: PendingChanges): Promise<void> {
  const refs = pending.take(readAtOnce)
  const changeTimes = new Map(refs.map((ref) => [toChangeKey(ref), ref.at]))
  await readNamed(context, refs, changeTimes)
}

/** After the last change that was given, as an answer may hold only the first of many. */
function toNextSequence(page: ChangePage): number {
  return page.changes.reduce((latest, change) => Math.max(latest, change.sequence), 0) || page.sequence
}
