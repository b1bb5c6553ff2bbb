/** Makes a store of its own of a copy: readers of the change feed, who may have seen more than is in it, begin again. */
import { DatabaseSync } from 'node:sqlite'

/** Changes the file in place; nobody else may have it. */
export function renewCopy(path: string): void {
  const copied = new DatabaseSync(path)
  try {
    copied.exec(`PRAGMA synchronous = FULL; DELETE FROM setting WHERE name = 'store-id'`)
  } finally {
    copied.close()
  }
}
