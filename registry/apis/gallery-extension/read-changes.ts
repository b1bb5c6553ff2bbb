/**
 * `GET /gallery/changes?since=N&wait=S&store=ID`: the change feed. It answers at once when there is something after
 * `since`, and otherwise when the next change commits, at the latest after `wait` seconds. A reader whose `since`
 * the feed cannot continue from, or belongs to another store, is told to start again (`reset`).
 */
import { z } from 'zod'
import type { Store } from '#registry/store/open-store.ts'
import { type HttpAnswer, toJsonAnswer } from '#registry/wire/answer.ts'

const maxWaitSeconds = 30

const query = z.object({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  wait: z.coerce.number().min(0).max(maxWaitSeconds).default(0),
  /** The `storeId` of the answer that `since` is from. */
  store: z.string().optional(),
})

/** `closed` aborts when the reader has gone or the program stops; the wait then ends. */
export async function readChanges(
  service: { store: Pick<Store, 'changes' | 'onCommit' | 'settle' | 'storeId'> },
  parameters: URLSearchParams,
  closed: AbortSignal,
): Promise<HttpAnswer> {
  const parsed = query.safeParse(Object.fromEntries(parameters))
  if (!parsed.success) {
    return toJsonAnswer(400, {
      message: `since is a sequence number from 0, wait is a number of seconds up to ${maxWaitSeconds}.`,
    })
  }
  const { since, wait } = parsed.data
  const { store } = service
  // Two stores may have had as many changes; waiting for the next one would hide that this is another.
  const isOtherStore = parsed.data.store !== undefined && parsed.data.store !== store.storeId
  const deadline = performance.now() + wait * 1000
  for (;;) {
    // Listening begins before the look, so that a commit between the two is not missed.
    const next = listenForCommit(store, closed)
    const page = await store.changes.list(since)
    const leftMs = deadline - performance.now()
    const reset = page.reset || isOtherStore
    if (page.changes.length > 0 || reset || leftMs <= 0 || closed.aborted) {
      next.cancel()
      // The reader keeps where it is, and that must not be lost behind its back.
      if (page.changes.length > 0) await store.settle()
      return toJsonAnswer(200, { storeId: store.storeId, ...page, reset })
    }
    // Some commits are of nothing that a page shows; then the wait goes on.
    await next.wait(leftMs)
  }
}

function listenForCommit(store: Pick<Store, 'onCommit'>, closed: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = () => resolve()
  const stopListening = store.onCommit(wake)
  closed.addEventListener('abort', wake)
  const cancel = () => {
    stopListening()
    closed.removeEventListener('abort', wake)
  }
  return {
    cancel,
    /** Until the next commit or the end of the connection, at most `timeoutMs`. */
    async wait(timeoutMs: number): Promise<void> {
      const timer = setTimeout(wake, timeoutMs)
      await promise
      clearTimeout(timer)
      cancel()
    },
  }
}
