/**
 * A source with a change feed: read completely once, then followed. Where the index stands in the feed is kept with it, so
 * that a restart goes on from there.
 */
import type { ChangePage, GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import type { RepositoryRef } from '../store/catalog-writer.ts'
import type { FeedPosition } from '../store/sync-state.ts'
import { crawl } from './crawl.ts'
import { noteSynced } from './note-outcome.ts'
import { readPullCounts } from './read-pull-counts.ts'
import { readRegistries } from './read-registries.ts'
import { type ChangeTimes, readNamed, toChangeKey } from './read-repositories.ts'
import type { SyncContext } from './sync-context.ts'

/** How long one poll waits for something to happen. */
const pollMs = 25_000

/** How often the pull counts are read, unless SYNC_INTERVAL_SECONDS is shorter. */
const pullsIntervalMs = 60_000

/** An endpoint that answers a long poll at once, though nothing happened, is not asked more often than this. */
const minPollMs = 500

const retriesAtOnce = 40

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
  let pullsAt = clock.now()
  let waitMs = 0
  progress.begin('following')
  while (!signal.aborted) {
    const { feed } = state.getSource(source)
    if (feed === null) return
    const askedAt = clock.now()
    const page = await extension.readChanges({
      since: feed.sequence,
      storeId: feed.storeId,
      waitSeconds: Math.ceil(waitMs / 1000),
      signal,
    })
    if (page.reset === true || page.storeId !== feed.storeId || page.sequence < feed.sequence) return
    if (page.changes.length > 0) await applyChanges(context, extension, page.changes)
    state.setFeed(source, { storeId: feed.storeId, sequence: toNextSequence(page) })
    await readNamed(context, state.listRetries(source, retriesAtOnce), new Map())
    noteSynced(context)
    if (clock.now() >= pullsAt) {
      await readPullCounts(context, extension)
      pullsAt = clock.now() + pullsEveryMs
    }
    const isIdle = page.changes.length === 0
    if (isIdle && waitMs > 0 && clock.now() - askedAt < minPollMs) await clock.sleep(minPollMs, signal)
    // So that a quiet feed puts neither the counts off nor what is to be tried again.
    const nextAt = Math.min(pullsAt, state.findNextRetry(source) ?? pullsAt)
    waitMs = Math.max(1_000, Math.min(pollMs, nextAt - clock.now()))
  }
}

/** However often a repository is named, it is read once. */
async function applyChanges(
  context: SyncContext,
  extension: GalleryExtension,
  changes: ChangePage['changes'],
): Promise<void> {
  const { state, source } = context
  const known = new Set(state.listRegistryIds(source))
  if (changes.some((change) => change.repositoryName === null || !known.has(change.registryId))) {
    for (const { registryId } of await readRegistries(context, extension)) known.add(registryId)
  }
  const changeTimes = new Map<string, string>()
  const refs = new Map<string, RepositoryRef>()
  for (const { registryId, repositoryName, at } of changes) {
    // Registries that these credentials may not see are none of this gallery's.
    if (repositoryName === null || state.findSource(registryId) !== source) continue
    const ref = { registryId, repositoryName }
    changeTimes.set(toChangeKey(ref), at)
    refs.set(toChangeKey(ref), ref)
  }
  await readNamed(context, [...refs.values()], changeTimes)
}

/** After the last change that was given, as an answer may hold only the first of many. */
function toNextSequence(page: ChangePage): number {
  return page.changes.reduce((latest, change) => Math.max(latest, change.sequence), 0) || page.sequence
}
