/**
 * Findings as pages use them: what is known is given at once; what is not is begun, a few at a time and each once however many ask, and
 * a page waits for it only as long as it likes. What fails in passing is begun again after a pause that grows.
 */
import type { FindingKind } from './finding-kind.ts'
import type { FindingStore } from './finding-store.ts'
import { createTurns } from './take-turns.ts'

export interface KnownFinding<Value> {
  state: 'known'
  value: Value
  foundAtMs: number
}

export type Finding<Value> =
  | KnownFinding<Value>
  /** Being worked out, or waiting for its turn; a page made now is worth showing for seconds only. */
  | { state: 'under-way' }
  /** It failed, and is tried again at a visit after this time. */
  | { state: 'failed'; retryAtMs: number }

/** What is asked for: a kind of finding about one piece of content, and how to work it out. */
export interface Question<Value> {
  kind: FindingKind<Value>
  /** The digest, with whatever else decides the answer, such as the version of a root of trust. */
  key: string
  /**
   * The repository where it is read, with its registry's alias: a failure at one says nothing of the others, and turns are shared evenly
   * among aliases.
   */
  readFrom: string
  /**
   * Works it out. What will be the same at each try (a bill of materials that cannot be read) is a value; what may be otherwise the
   * next time (a registry that is away) is thrown.
   * @param signal aborted when the deadline of the kind is over, or the program stops
   */
  work(signal: AbortSignal): Promise<Value>
}

export interface Findings {
  /** What is known already; begins nothing. */
  peek<Value>(kind: FindingKind<Value>, key: string): KnownFinding<Value> | null
  /** What is known, or begins to find it out and waits for it for `waitMs` at most. */
  find<Value>(question: Question<Value>, waitMs?: number): Promise<Finding<Value>>
  /** Stops what is under way and closes the store. */
  close(): void
}

export interface FindingsOptions {
  store: FindingStore
  /** How many are worked out at a time. */
  concurrency: number
  /** How many may wait for their turn; one more is not begun, and its visitor may come back. */
  maxWaiting: number
  /** As many of these may be of one registry alias. */
  maxOfOne?: number
  onFailure: (error: unknown, question: Pick<Question<unknown>, 'key'> & { kind: string }) => void
  now?: () => number
}

interface Failure {
  count: number
  retryAtMs: number
}

const firstPauseMs = 5_000
const longestPauseMs = 600_000
const maxFailures = 2_000

/** Makes the findings over a store. */
export function createFindings({
  store,
  concurrency,
  maxWaiting,
  maxOfOne = maxWaiting,
  onFailure,
  now = Date.now,
}: FindingsOptions): Findings {
  const underWay = new Map<string, Promise<void>>()
  const turns = createTurns({ concurrency, maxWaiting, maxOfOne })
  const failures = new Map<string, Failure>()
  const closing = new AbortController()

  const read = <Value>({ kind, key }: Pick<Question<Value>, 'kind' | 'key'>): KnownFinding<Value> | null => {
    const stored = store.get(kind.name, kind.version, key)
    if (stored === null) return null
    try {
      return { state: 'known', value: kind.decode(stored.bytes), foundAtMs: stored.foundAtMs }
    } catch {
      store.remove(kind.name, key)
      return null
    }
  }
  const workOut = async <Value>(
    { kind, key, readFrom, work }: Question<Value>,
    name: string,
    place: string,
  ) => {
    await turns.take(toAsker(readFrom))
    try {
      const value = await work(AbortSignal.any([closing.signal, AbortSignal.timeout(kind.deadlineMs)]))
      if (closing.signal.aborted) return
      const { isCompressed = false } = kind
      store.put(kind.name, kind.version, key, { bytes: kind.encode(value), foundAtMs: now(), isCompressed })
      failures.delete(place)
    } catch (error) {
      if (closing.signal.aborted) return
      noteFailure(failures, place, now())
      onFailure(error, { kind: kind.name, key })
    } finally {
      turns.give()
      underWay.delete(name)
    }
  }

  return {
    peek(kind, key) {
      return read({ kind, key })
    },
    async find(question, waitMs = 0) {
      const known = read(question)
      if (known) return known
      const name = `${question.kind.name} ${question.key}`
      const place = `${name} ${question.readFrom}`
      const failure = failures.get(place)
      if (failure && failure.retryAtMs > now()) return { state: 'failed', retryAtMs: failure.retryAtMs }
      const isFull = !underWay.has(name) && turns.isFull(toAsker(question.readFrom))
      if (closing.signal.aborted || isFull) {
        return { state: 'under-way' }
      }
      const work = underWay.get(name) ?? workOut(question, name, place)
      if (!underWay.has(name)) underWay.set(name, work)
      if (!(await isDone(work, waitMs))) return { state: 'under-way' }
      const failed = failures.get(place)
      return read(question) ?? { state: 'failed', retryAtMs: failed?.retryAtMs ?? now() + firstPauseMs }
    },
    close() {
      closing.abort()
      store.close()
    },
  }
}

/** @example toAsker('acme/tools/web') // 'acme' */
function toAsker(readFrom: string): string {
  return readFrom.split('/', 1)[0] ?? readFrom
}

function noteFailure(failures: Map<string, Failure>, name: string, nowMs: number): void {
  const count = (failures.get(name)?.count ?? 0) + 1
  failures.delete(name)
  failures.set(name, { count, retryAtMs: nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1)) })
  const oldest = failures.keys().next().value
  if (failures.size > maxFailures && oldest !== undefined) failures.delete(oldest)
}

async function isDone(work: Promise<void>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
