/** SQLite's failures in the store's words (https://www.sqlite.org/rescode.html, primary result codes). */
import {
  isStoreFull,
  StoreBusyError,
  StoreDamagedError,
  StoreError,
  StoreFullError,
  StoreReferenceError,
} from '../store-error.ts'

const sqliteFull = 13
/** `SQLITE_CONSTRAINT_FOREIGNKEY`; of other constraints the verbs know more. */
const foreignKey = 787

const failures: Record<number, [typeof StoreError, string]> = {
  5: [StoreBusyError, 'Another process holds the metadata. Try again.'],
  6: [StoreBusyError, 'A table of the metadata is held. Try again.'],
  10: [
    StoreError,
    'The disk failed while the metadata was read or written. Look at the disk and at the log of the system.',
  ],
  11: [
    StoreDamagedError,
    'The metadata is damaged. Run `npm run registry -- store check`, and restore a backup.',
  ],
  [sqliteFull]: [StoreFullError, 'The disk is full. Nothing was stored; make room.'],
  [foreignKey]: [
    StoreReferenceError,
    'What this belongs to was deleted meanwhile. Look at it, and try again.',
  ],
  26: [StoreDamagedError, 'The file of the metadata is not one. Restore a backup.'],
}

/** The failure as the store throws it; what is not SQLite's, and what a verb knows how to read, stays as it is. */
export function toStoreFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error
  // The lower byte is the primary code, the rest says more.
  const code = error.errcode === foreignKey ? foreignKey : error.errcode & 0xff
  const failure = failures[isStoreFull(error) ? sqliteFull : code]
  if (failure === undefined) return error
  const [Failure, message] = failure
  return new Failure(message, { cause: error })
}
