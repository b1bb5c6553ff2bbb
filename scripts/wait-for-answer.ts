/** Waits for a program that is starting to answer over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface WaitOptions {
  timeoutMs: number
  /** What a ready program answers; the default takes any success. */
  isReady?: (response: Response) => boolean | Promise<boolean>
  signal?: AbortSignal
}

/** A program that runs and does not answer: the message says what it answered last. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

/**
 * Asks `url` every 50 ms until it answers as wanted.
 * @throws {NoAnswerError} when it has not within `timeoutMs`, naming the last answer, or when `signal` aborts
 */
export async function waitForAnswer(url: string, options: WaitOptions): Promise<void> {
  const { timeoutMs, signal, isReady = (response) => response.ok } = options
  const deadline = Date.now() + timeoutMs
  let last = 'nothing yet'
  while (Date.now() < deadline) {
    signal?.throwIfAborted()
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
      last = `status ${response.status}`
      if (await isReady(response)) return
    } catch (error) {
      last = error instanceof Error ? String(error.cause ?? error.message) : String(error)
    }
    await sleep(50)
  }
  throw new NoAnswerError(`${url} did not answer as expected within ${timeoutMs / 1000} s; last: ${last}`)
}
