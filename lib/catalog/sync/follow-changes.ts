/** The change feed: where the index stands in it, and how it is followed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import type { ChangePage, RegistryExtension } from '#lib/ecr-public/registry-extension.ts'
import { applyChanges } from './apply-changes.ts'
import { readEverything, toChangeKey } from './read-everything.ts'
import type { SyncContext } from './sync-context.ts'

/** How long one poll waits for something to happen. */
const pollSeconds = 25

/** How often the pull counts are read, unless everything is to be read more often than that. */
const pullsIntervalMs = 60_000

/** An endpoint that answers a long poll at once, though nothing happened, is not asked more often than this. */
const minPollMs = 500

export interface FeedPosition {
  /** Another store has another history. */
  readonly storeId: string
  /** The last change that the index contains. */
  sequence: number
}

/**
 * Reads everything, and says from where the feed is to be followed.
 * @throws {EcrPublicError}
 */
export async function readFromStart(
  context: SyncContext,
  api: EcrPublic,
  extension: RegistryExtension,
): Promise<FeedPosition> {
  const changeTimes = new Map<string, string>()
  let page: ChangePage
  let sequence = 0
  do {
    page = await extension.readChanges({ since: sequence, waitSeconds: 0 })
    for (const { registryId, repositoryName, at } of page.changes) {
      if (repositoryName !== null) changeTimes.set(toChangeKey(registryId, repositoryName), at)
    }
    sequence = toNextSequence(page)
  } while (page.changes.length > 0)
  // What changes from here on is in the feed after this position, so nothing falls between the two.
  await readEverything(context, api, extension, changeTimes)
  return { storeId: page.storeId, sequence }
}

/**
 * Follows the feed until the signal, and moves the position along.
 * @returns false when the feed has another history than the index, which then has to be read from the start
 * @throws {EcrPublicError} when the feed or a changed repository cannot be read; the position is then still good
 */
export async function followChanges(
  context: SyncContext,
  options: {
    api: EcrPublic
    extension: RegistryExtension
    position: FeedPosition
    intervalMs: number
    signal: AbortSignal
    noteSuccess(): void
  },
): Promise<boolean> {
  const { api, extension, position, signal } = options
  let waitSeconds = 0
  const pullsEveryMs = Math.min(options.intervalMs, pullsIntervalMs)
  let pullsReadAt = Date.now()
  while (!signal.aborted) {
    const askedAt = Date.now()
    const { storeId, sequence: since } = position
    const page = await extension.readChanges({ since, storeId, waitSeconds, signal })
    if (page.reset === true || page.storeId !== position.storeId || page.sequence < position.sequence) {
      return false
    }
    if (page.changes.length > 0) await applyChanges(context, api, extension, page.changes)
    position.sequence = toNextSequence(page)
    options.noteSuccess()
    if (Date.now() - pullsReadAt >= pullsEveryMs) {
      context.writer.putPullCounts(await extension.listPullCounts())
      pullsReadAt = Date.now()
    }
    if (page.changes.length === 0 && waitSeconds > 0 && Date.now() - askedAt < minPollMs) {
      await sleep(minPollMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
    // So that a quiet feed does not put the counts off.
    waitSeconds = Math.min(pollSeconds, toWholeSeconds(pullsReadAt + pullsEveryMs - Date.now()))
  }
  return true
}

/** After the last change that was given, as an answer may hold only the first of many. */
function toNextSequence(page: ChangePage): number {
  return page.changes.reduce((latest, change) => Math.max(latest, change.sequence), 0) || page.sequence
}

/** At least one, as less would be no waiting. */
function toWholeSeconds(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / 1000))
}
