/**
 * One visit of a page: how long it may still wait for sources in all, however many it asks one after the other, and how old the
 * oldest thing is that it shows.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { readConfig } from '#lib/config/config.ts'
import type { DistributionError, DistributionErrorKind } from '#lib/oci-client/distribution-error.ts'
import { createLastKnown, type LastKnown } from './last-known.ts'
import { getLog } from './log.ts'

interface Visit {
  endsMs: number
  asOfMs: number | null
}

interface Instances {
  visits: AsyncLocalStorage<Visit>
  lastKnown: LastKnown
}

const key = Symbol.for('public-gallery.visits')

/** Of texts, tags and images: some thousand repositories of the usual size. */
const maxBytes = 32 * 1024 * 1024

/** Trouble that goes away by itself. */
const passing = new Set<DistributionErrorKind>(['unreachable', 'server', 'throttled'])

/** Does the work of one visit. @returns its result, and when the oldest of what was used was read; null for just now */
export async function visit<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; asOf: string | null }> {
  const one: Visit = { endsMs: Date.now() + readConfig().sourceTimeoutMs, asOfMs: null }
  const result = await getInstances().visits.run(one, work)
  return { result, asOf: one.asOfMs === null ? null : new Date(one.asOfMs).toISOString() }
}

/** How long the running visit may still wait. */
export function remainingVisitMs(): number {
  const one = getInstances().visits.getStore()
  return one === undefined ? readConfig().sourceTimeoutMs : Math.max(0, one.endsMs - Date.now())
}

/**
 * Reads within the running visit; when the source is away or slow, gives what was read last, and the visit notes its age.
 * @throws {EcrPublicError | DistributionError | SourceSilentError} when nothing is known
 */
export async function readOrRecall<Value>(
  name: string,
  read: () => Promise<Value>,
  toSizeBytes: (value: Value) => number = toJsonSize,
): Promise<Value> {
  const { lastKnown, visits } = getInstances()
  const one = visits.getStore()
  const known = await lastKnown.get(name, read, {
    waitMs: remainingVisitMs(),
    toSizeBytes,
    isPassing: isSourceTrouble,
  })
  noteAge(one, known.asOfMs)
  return known.value
}

/** The visit shows something that was read so long ago. */
export function noteVisitAge(readAtMs: number): void {
  noteAge(getInstances().visits.getStore(), readAtMs)
}

/** True when the source is away, slow, or does not let the gallery in: what was read before is still worth showing. */
export function isSourceTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // By name: clients and caches of the process may come from another copy of their module than this one.
  if (error.name === 'DistributionError') return passing.has((error as DistributionError).kind)
  return ['SourceSilentError', 'EcrPublicError', 'SourceError'].includes(error.name)
}

/** What was read, or `unread` while the source is away or slow and nothing was read before. */
export async function orUnread<Value>(reading: Promise<Value>): Promise<Value | 'unread'> {
  try {
    return await reading
  } catch (error) {
    if (!isSourceTrouble(error)) throw error
    getLog().warn({ err: error }, 'A page is made without what its source does not give.')
    return 'unread'
  }
}

function noteAge(one: Visit | undefined, readAtMs: number | null): void {
  if (one && readAtMs !== null) one.asOfMs = Math.min(one.asOfMs ?? readAtMs, readAtMs)
}

function toJsonSize(value: unknown): number {
  return 2 * JSON.stringify(value).length
}

/** On `globalThis`, because Next keeps several copies of a module in one process. */
function getInstances(): Instances {
  const holder = globalThis as { [key]?: Instances }
  holder[key] ??= { visits: new AsyncLocalStorage(), lastKnown: createLastKnown({ maxBytes }) }
  return holder[key]
}
