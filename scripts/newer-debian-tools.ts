/**
 * Clients that only a newer Debian than this machine's has: fetched from the mirror that apt is set to, and unpacked beside,
 * so that nothing of the system changes. They are static enough to run here; what does not run counts as not there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from './find-command.ts'
import { projectRoot } from './project-root.ts'
import { unpackDebianPackages } from './unpack-debian-packages.ts'

/** By package, most of them named like their command: where it is in there, and what shows that it runs. */
const tools = {
  crane: { path: 'usr/bin/crane', probe: 'version' },
  oras: { path: 'usr/bin/oras', probe: 'version' },
  cosign: { path: 'usr/bin/cosign', probe: 'version' },
  notation: { path: 'usr/bin/notation', probe: 'version' },
  'docker-cli': { path: 'usr/bin/docker', probe: '--version' },
  'docker-buildx': { path: 'usr/libexec/docker/cli-plugins/docker-buildx', probe: 'version' },
} as const

export type NewerTool = keyof typeof tools

/** The suite that has all of them. */
const suite = 'sid'
const folder = join(projectRoot, 'node_modules', '.cache', 'debian-tools')

/** Absolute path of a tool, of this machine or unpacked beside; null where there is none. */
export function findNewerTool(name: NewerTool): string | null {
  const unpacked = join(folder, tools[name].path)
  return findCommand(name) ?? (existsSync(unpacked) ? unpacked : null)
}

/** Fetches those that are not here yet; the tests of one that cannot be had skip themselves. */
export function installNewerTools(): void {
  const missing = Object.keys(tools).filter(
    (name): name is NewerTool => findNewerTool(name as NewerTool) === null,
  )
  if (missing.length === 0) return
  console.log(`${missing.join(', ')}: not found; fetching from Debian ${suite} …`)
  const problem = fetchTools(missing)
  if (problem !== null)
    console.log(`${missing.join(', ')}: ${problem}; the tests that use them will be skipped.`)
}

/** @returns why it did not work, in a few words */
function fetchTools(names: readonly NewerTool[]): string | null {
  return unpackDebianPackages(names, suite, folder) ?? removeUnusable(names)
}

/** A program may need a newer C library than this machine has. */
function removeUnusable(names: readonly NewerTool[]): string | null {
  const unusable = names.filter((name) => {
    const path = join(folder, tools[name].path)
    return spawnSync(path, [tools[name].probe], { stdio: 'ignore', timeout: 30_000 }).status !== 0
  })
  for (const name of unusable) rmSync(join(folder, tools[name].path), { force: true })
  return unusable.length === 0 ? null : `${unusable.join(', ')} cannot be had or run`
}
