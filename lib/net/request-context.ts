/**
 * The request that the present work is for, so that what it asks others for carries the same id. It stands on `globalThis`, because
 * the front door and Next's copies of the gallery's modules know nothing else of each other.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { REQUEST_ID_HEADER } from '#lib/oci/request-id.ts'

const key = Symbol.for('public-gallery.request-context')

function getStorage(): AsyncLocalStorage<string> {
  const holder = globalThis as { [key]?: AsyncLocalStorage<string> }
  holder[key] ??= new AsyncLocalStorage<string>()
  return holder[key]
}

/** Runs the work of a request; everything that it begins belongs to it. */
export function runAsRequest<Result>(requestId: string, run: () => Result): Result {
  return getStorage().run(requestId, run)
}

/** The header for a call to a registry; empty for work that no request began, such as the sync's. */
export function toRequestIdHeader(): Record<string, string> {
  const requestId = getStorage().getStore()
  return requestId === undefined ? {} : { [REQUEST_ID_HEADER]: requestId }
}
