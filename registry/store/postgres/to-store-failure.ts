/** PostgreSQL's failures in the store's words (PostgreSQL, "Appendix A. Error Codes"), and those of the way to it. */
import {
  StoreBusyError,
  StoreDamagedError,
  StoreError,
  StoreFullError,
  StoreReferenceError,
  StoreUnreachableError,
} from '../store-error.ts'

const unreachable =
  'The database cannot be reached, or has ended the connection. Look at it and at DATABASE_URL; what was asked for may be tried again.'

const failures: Record<string, [typeof StoreError, string]> = {
  '23503': [StoreReferenceError, 'What this belongs to was deleted meanwhile. Look at it, and try again.'],
  '25006': [StoreUnreachableError, 'The database takes no writes: it is a standby, or was made read-only.'],
  '40001': [StoreBusyError, 'Another process changed the same. Try again.'],
  '40P01': [StoreBusyError, 'Another process held what this one waited for. Try again.'],
  '53100': [StoreFullError, 'The disk of the database is full. Nothing was stored; make room.'],
  '53300': [
    StoreBusyError,
    'The database takes no more connections. Raise its max_connections, or try again.',
  ],
  '55P03': [StoreBusyError, 'Another process has been writing for long. Try again.'],
  '57014': [StoreBusyError, 'The database gave up what took too long. Try again.'],
  '25P03': [StoreBusyError, 'A transaction stood still for too long, and was undone. Try again.'],
  XX001: [StoreDamagedError, 'The database is damaged. Look at its log, and restore a backup.'],
  XX002: [StoreDamagedError, 'An index of the database is damaged. Look at its log, and rebuild it.'],
}

/** Codes of Node's that say that there is no connection. */
const networkCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'],
  ...['EHOSTUNREACH', 'ENETUNREACH'],
])

/** The failure as the store throws it; what is not the database's, and what a verb knows how to read, stays as it is. */
export function toStoreFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error
  if (isConnectionFailure(error)) return new StoreUnreachableError(unreachable, { cause: error })
  const code = toCode(error)
  const failure = code === undefined ? undefined : failures[code]
  if (failure === undefined) return error
  const [Failure, message] = failure
  return new Failure(message, { cause: error })
}

/** Whether the connection is of no more use. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof StoreUnreachableError) return true
  if (error instanceof AggregateError && error.errors.some(isConnectionFailure)) return true
  const code = toCode(error)
  if (code === undefined) {
    return /^(?:Connection terminated|Client was closed|timeout exceeded|Client has encountered)/.test(
      error.message,
    )
  }
  // 57P01 to 57P03: the database ends, or has just begun; a statement that was prepared before a change of the tables.
  return networkCodes.has(code) || /^(?:08|57P0)/.test(code)
}

/** Whether a transaction has failed only because of what others did at the same time. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof StoreBusyError) || !(error.cause instanceof Error)) return false
  return ['40001', '40P01'].includes(toCode(error.cause) ?? '')
}

function toCode(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
