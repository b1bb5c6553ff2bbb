/** Makes files that only the registry's own user may read, before SQLite would make them readable for all. */
import { closeSync, openSync } from 'node:fs'

/** Makes an empty file, mode 0600; leaves one that is there alone, without even opening it. */
export function createPrivateFile(path: string): void {
  try {
    // An existing file must not be opened: closing it again would drop the locks this process has on it (POSIX).
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
