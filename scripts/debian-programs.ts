/**
 * Other people's programs whose recipes are in `deploy/` and `monitoring/`: of this machine, or Debian's packages unpacked beside, so that
 * nothing of the system changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findCommand } from './find-command.ts'
import { projectRoot } from './project-root.ts'
import { unpackDebianPackages } from './unpack-debian-packages.ts'

/** What shows that it runs, and the packages of its libraries that a machine may lack, by the names of several releases. */
const programs = {
  nginx: { path: 'usr/sbin/nginx', probe: '-v', packages: ['nginx', 'nginx-common', 'libpcre2-8-0'] },
  caddy: { path: 'usr/bin/caddy', probe: 'version', packages: ['caddy'] },
  haproxy: {
    path: 'usr/sbin/haproxy',
    probe: '-v',
    packages: ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1', 'liblua5.4-0'],
  },
  prometheus: { path: 'usr/bin/prometheus', probe: '--version', packages: ['prometheus'] },
  promtool: { path: 'usr/bin/promtool', probe: '--version', packages: ['prometheus'] },
} as const

export type DebianProgram = keyof typeof programs

export interface FoundProgram {
  command: string
  /** What it has to be started with. */
  environment: Record<string, string>
}

const folder = join(projectRoot, 'node_modules', '.cache', 'debian-programs')

/** Null where there is none that runs. */
export function findDebianProgram(name: DebianProgram): FoundProgram | null {
  const { path, probe } = programs[name]
  const ofSystem = findCommand(name)
  if (ofSystem !== null) return { command: ofSystem, environment: {} }
  const command = join(folder, path)
  if (!existsSync(command)) return null
  const environment = { LD_LIBRARY_PATH: listLibraryFolders().join(':') }
  const env = childEnvironment(environment)
  const runs = spawnSync(command, [probe], { stdio: 'ignore', timeout: 30_000, env }).status === 0
  return runs ? { command, environment } : null
}

/** Fetches those that are not here yet; the tests of one that cannot be had skip themselves. */
export function installDebianPrograms(
  names: readonly DebianProgram[] = Object.keys(programs) as DebianProgram[],
): void {
  const missing = names.filter((name) => findDebianProgram(name) === null)
  const suite = readSuite()
  if (missing.length === 0 || suite === null) return
  console.log(`${missing.join(', ')}: not found; fetching from Debian ${suite} …`)
  const problem = unpackDebianPackages(
    missing.flatMap((name) => programs[name].packages),
    suite,
    folder,
  )
  const still = missing.filter((name) => findDebianProgram(name) === null)
  if (still.length > 0) {
    console.log(
      `${still.join(', ')}: ${problem ?? 'cannot be had or run'}; the tests of them will be skipped.`,
    )
  }
}

/** The release that this machine runs, as its libraries fit. */
function readSuite(): string | null {
  const file = '/etc/os-release'
  if (!existsSync(file)) return null
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? null
}

function listLibraryFolders(): string[] {
  const libraries = join(folder, 'usr', 'lib')
  if (!existsSync(libraries)) return []
  return readdirSync(libraries)
    .filter((name) => name.includes('-linux-'))
    .map((name) => join(libraries, name))
}
