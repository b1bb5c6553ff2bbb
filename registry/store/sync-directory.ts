/** Makes the names in a directory as durable as the files: without it, a loss of power may undo a rename. */
import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Returns when the entries of the directory are on the disk. */
export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
