/** Whether one place of a file system lies in another, whatever names and links lead there. */
import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** Also where the path, or the end of it, is not there yet. A folder lies in itself. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(toRealPath(folder), toRealPath(path))
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function toRealPath(path: string): string {
  const absolute = resolve(path)
  try {
    return realpathSync(absolute)
  } catch {
    const parent = dirname(absolute)
    return parent === absolute ? absolute : join(toRealPath(parent), basename(absolute))
  }
}
