/**
 * Ceph's programs for the tests that need a real S3 service: those of this machine, or fetched from the mirror that apt is set to and
 * unpacked beside with the libraries that they need, so that nothing of the system changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findCommand } from './find-command.ts'
import { projectRoot } from './project-root.ts'
import { unpackDebianPackages } from './unpack-debian-packages.ts'

export interface CephTools {
  /** Absolute path of a program. */
  toPath(name: string): string
  /** What they are started with. */
  environment: Record<string, string>
  /** The folder with the modules that the programs load. */
  libraries: string
}

const packages = ['ceph-mon', 'ceph-osd', 'radosgw']
const needed = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'monmaptool', 'osdmaptool']
const folder = join(projectRoot, 'node_modules', '.cache', 'ceph')

/** The programs; null where they are not all here. */
export function findCephTools(): CephTools | null {
  const triplet = findTriplet()
  if (triplet === null) return null
  const installed = needed.map((name) => findCommand(name))
  if (installed.every((path) => path !== null)) {
    return {
      toPath: (name) => name,
      environment: {},
      libraries: join('/usr/lib', triplet),
    }
  }
  const toPath = (name: string) => join(folder, 'usr', 'bin', name)
  if (!needed.every((name) => existsSync(toPath(name)))) return null
  const libraries = join(folder, 'usr', 'lib', triplet)
  const paths = [
    libraries,
    join(libraries, 'ceph'),
    join(folder, 'usr', 'lib', 'ceph'),
    join(folder, 'lib', triplet),
  ]
  return { toPath, environment: { LD_LIBRARY_PATH: paths.join(':') }, libraries }
}

/** Fetches them where they are not here yet; the tests of what cannot be had skip themselves. */
export function installCephTools(): void {
  if (process.platform !== 'linux' || findCephTools() !== null) return
  console.log('radosgw: not found; fetching it from Debian …')
  const problem = unpackDebianPackages(packages, null, folder, { withDependencies: true }) ?? findFault()
  if (problem !== null) console.log(`radosgw: ${problem}; the tests that use it will be skipped.`)
}

function findFault(): string | null {
  const tools = findCephTools()
  if (tools === null) return 'it is not among the packages'
  const env = childEnvironment(tools.environment)
  const { status } = spawnSync(tools.toPath('radosgw'), ['--version'], {
    env,
    stdio: 'ignore',
    timeout: 30_000,
  })
  return status === 0 ? null : 'it does not run here'
}

/** As Debian names the folder of libraries of this machine. */
function findTriplet(): string | null {
  if (process.arch === 'x64') return 'x86_64-linux-gnu'
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : null
}
