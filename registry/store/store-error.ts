/**
 * What the store throws when it cannot do its work. A verb's own refusals stand at the verb; these may come from each. The messages
 * are for an operator: why, and what to do.
 */

/** The store cannot be used. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** The disk has no room for the write; nothing of it is stored, and reads go on. */
export class StoreFullError extends StoreError {
  override name = 'StoreFullError'
}

/** What is stored is not whole. */
export class StoreDamagedError extends StoreError {
  override name = 'StoreDamagedError'
}

/** Somebody else holds what the write needs; it may be tried again. */
export class StoreBusyError extends StoreError {
  override name = 'StoreBusyError'
}

/** A row would name another one that is not there; nothing of the transaction is stored. */
export class StoreReferenceError extends StoreError {
  override name = 'StoreReferenceError'
}

/** The database does not answer. What was under way may have been done or not; it may be tried again. */
export class StoreUnreachableError extends StoreBusyError {
  override name = 'StoreUnreachableError'
}

/** What has the content of images does not do its work now, though the metadata may be well; it may be tried again. */
export class ContentUnavailableError extends StoreBusyError {
  override name = 'ContentUnavailableError'
}

/** The metadata are elsewhere, or not all here. */
export class StoreMovedError extends StoreError {
  override name = 'StoreMovedError'
}

/** The disk has failed while something was made durable; nothing more is written until the next start. */
export class StoreBrokenError extends StoreError {
  override name = 'StoreBrokenError'
}

/** Nothing is written until somebody has looked: what is stored may be damaged. */
export class StoreReadOnlyError extends StoreError {
  override name = 'StoreReadOnlyError'
}

/** The operator has stopped all changes for a while. */
export class StorePausedError extends StoreReadOnlyError {
  override name = 'StorePausedError'
  /** The operator's words for callers. */
  readonly reason: string

  constructor(reason: string) {
    super(`The registry is read-only: ${reason}`)
    this.reason = reason
  }
}

/** What a caller is told then. */
export const storeFullMessage =
  'The disk of the registry is full. Nothing was stored; try again when there is room.'

/** What the operator is told. */
export const fullForOperatorMessage =
  'The disk of the registry is full, and this was not done. Make room: delete images and run `store gc --grace-seconds 0`, or remove something else from the disk.'

const readOnlyMessage =
  'The registry is read-only, because its store is damaged. Pulls go on; its operator has to look at it.'

const brokenMessage =
  'The disk of the registry has failed. Pulls go on, and nothing is written until its operator has looked at it.'

const contentMessage =
  'The storage of the registry does not answer now. Nothing was stored of this request; try again in a moment.'

const busyMessage = 'The store of the registry does not answer now. Try again in a moment.'

/** An answer, with the headers that tell when to come again. */
export interface StoreRefusal {
  status: 503 | 507
  message: string
  headers: Record<string, string>
}

/** What a caller is told of a failure of the whole store, with the HTTP status; null for any other failure. */
export function toStoreRefusal(error: unknown): StoreRefusal | null {
  if (isStoreFull(error)) return { status: 507, message: storeFullMessage, headers: {} }
  if (error instanceof StorePausedError) {
    return {
      status: 503,
      message: `The registry is read-only for a while: ${error.reason} Pulls go on.`,
      headers: {},
    }
  }
  if (error instanceof StoreReadOnlyError) return { status: 503, message: readOnlyMessage, headers: {} }
  if (error instanceof StoreBrokenError) return { status: 503, message: brokenMessage, headers: {} }
  if (error instanceof ContentUnavailableError) {
    return { status: 503, message: contentMessage, headers: { 'retry-after': '5' } }
  }
  if (error instanceof StoreBusyError) {
    return { status: 503, message: busyMessage, headers: { 'retry-after': '1' } }
  }
  return null
}

/** What a process or its machine runs out of for a while, and what a network file system says while its server is away. */
const passingCodes: ReadonlySet<unknown> = new Set([
  ...['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EAGAIN', 'EINTR', 'ETIMEDOUT', 'ESTALE'],
])

/** Whether something may be done the next time, so that its failure says nothing of what is stored. */
export function isPassingFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error instanceof StoreBusyError || ('code' in error && passingCodes.has(error.code))
}

/** `SQLITE_FULL`, and `SQLITE_IOERR_SHMSIZE`: the index of the write-ahead log could not be made as long as it has to be. */
function isSqliteFull(errcode: number): boolean {
  return (errcode & 0xff) === 13 || errcode === (10 | (19 << 8))
}

/**
 * Whether the cause of a failure is that there is no room: of the metadata (also of SQLite's own words), or of the files beside it
 * (`ENOSPC`, `EDQUOT`).
 * Anything that wraps the cause is looked into.
 */
export function isStoreFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof StoreFullError) return true
  const isFull =
    ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) ||
    ('errcode' in error && typeof error.errcode === 'number' && isSqliteFull(error.errcode))
  return isFull || isStoreFull(error.cause)
}
