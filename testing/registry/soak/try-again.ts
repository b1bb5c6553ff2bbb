/** Does one thing as a patient client does: what meets a program that is being started again is tried again, and everything else is a failure. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Tally {
  done: number
  /** Times that something was tried again. */
  retried: number
  /** Of these: 503, or no connection. */
  failures: string[]
  /** The longest time from a first try to the one that succeeded, where there was more than one. */
  longestMs: number
}

export const toTally = (): Tally => ({ done: 0, retried: 0, failures: [], longestMs: 0 })

/** Of a program that stops, or of a proxy before one that is away. */
export const awayStatuses: ReadonlySet<number | undefined> = new Set([502, 503, 504])

/** A program was away or said that it stops. */
export class AwayError extends Error {
  override name = 'AwayError'
}

const patienceMs = 90_000
const pauseMs = 250
/** A whole hour of failures is told by the first of them. */
const maxKept = 50

/** Failures are counted and kept as text, never thrown. @param what for the report */
export async function tryAgain(tally: Tally, what: string, run: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  const deadline = startedAt + patienceMs
  for (let isFirst = true; ; isFirst = false) {
    try {
      await run()
      tally.done += 1
      if (!isFirst) tally.longestMs = Math.max(tally.longestMs, performance.now() - startedAt)
      return
    } catch (error) {
      if (error instanceof AwayError && performance.now() < deadline) {
        tally.retried += 1
        await sleep(pauseMs)
        continue
      }
      const message = error instanceof Error ? error.message : String(error)
      if (tally.failures.length < maxKept) tally.failures.push(`${what}: ${message}`)
      return
    }
  }
}

/** `fetch` that tells a program which is away from one that answers. @throws {AwayError} */
export async function fetchPatiently(
  url: string,
  options: RequestInit = {},
): Promise<{ status: number; body: Buffer; headers: Headers }> {
  try {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(60_000) })
    const body = Buffer.from(await response.arrayBuffer())
    if (awayStatuses.has(response.status)) throw new AwayError(`${url} answered ${response.status}`)
    return { status: response.status, body, headers: response.headers }
  } catch (error) {
    if (error instanceof AwayError) throw error
    // A timeout is no sign of a restart: a program that hangs is a failure.
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new Error(`${url} hangs`)
    throw new AwayError(`${url} cannot be reached`, { cause: error })
  }
}
