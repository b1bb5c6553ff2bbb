/**
 * Makes a store of its own of a copy. Readers of the change feed, who may have seen more than is in it, begin again; and its content is
 * in files beside it, wherever that of the store was of which it is a copy.
 */
import { DatabaseSync } from 'node:sqlite'

/** Changes the file in place; nobody else may have it. */
export function renewCopy(path: string): void {
  const copied = new DatabaseSync(path)
  try {
    copied.exec(
      `PRAGMA synchronous = FULL; DELETE FROM setting WHERE name IN ('store-id', 'content-place', 'content-move')`,
    )
    // Objects are those of the other store, which deletes them when it likes, and must not have them deleted by this one.
    for (const table of ['blob_object', 'upload']) {
      const isThere = copied.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined
      // A copy of an earlier form has none.
      if (isThere) copied.exec(`DELETE FROM ${table}`)
    }
  } finally {
    copied.close()
  }
}
