/**
 * Clients that only a newer Debian than this machine's has: fetched from the mirror that apt is set to, and unpacked beside,
 * so that nothing of the system changes. They are static enough to run here; what does not run counts as not there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findCommand } from './find-command.ts'
import { projectRoot } from './project-root.ts'

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
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const folder = join(projectRoot, 'node_modules', '.cache', 'debian-tools')
const timeoutMs = 120_000
const aptGet = 'apt-get'
const dpkg = 'dpkg'

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
  const mirror = findMirror()
  if (mirror === null || !existsSync(keyring)) return 'apt is not set to a Debian mirror'
  const work = mkdtempSync(join(tmpdir(), 'debian-tools-'))
  try {
    const environment = { APT_CONFIG: writeAptConfig(work, mirror), DEBIAN_FRONTEND: 'noninteractive' }
    if (!run(aptGet, ['update'], work, environment)) return 'the list of packages cannot be had'
    // Reading the list takes longest; one by one only where one of them is not in it.
    if (!run(aptGet, ['download', ...names], work, environment)) {
      for (const name of names) run(aptGet, ['download', name], work, environment)
    }
    mkdirSync(folder, { recursive: true })
    for (const file of readdirSync(work).filter((one) => one.endsWith('.deb'))) {
      run(dpkg, ['-x', join(work, file), folder], work)
    }
    return removeUnusable(names)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The mirror of this machine, which may be any. */
function findMirror(): string | null {
  const format = '$(LABEL)|$(COMPONENT)|$(REPO_URI)'
  const { stdout } = spawnSync(aptGet, ['indextargets', '--format', format, 'Identifier: Packages'], {
    encoding: 'utf8',
  })
  const line = stdout?.split('\n').find((one) => one.startsWith('Debian|main|'))
  return line?.split('|')[2] ?? null
}

/** Lists and cache of its own, so that the system's know nothing of the other suite. */
function writeAptConfig(work: string, mirror: string): string {
  const lists = join(work, 'lists')
  const cache = join(work, 'cache')
  mkdirSync(join(lists, 'partial'), { recursive: true })
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true })
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`)
  const path = join(work, 'apt.conf')
  const settings = {
    'Dir::Etc::SourceList': join(work, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': lists,
    'Dir::Cache': cache,
    'Acquire::Languages': 'none',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`)
  if (process.getuid?.() === 0) lines.push('APT::Sandbox::User "root";')
  writeFileSync(path, lines.join('\n'))
  return path
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

function run(
  command: string,
  args: string[],
  cwd: string,
  environment: Record<string, string> = {},
): boolean {
  const env = childEnvironment(environment)
  return spawnSync(command, args, { cwd, env, stdio: 'ignore', timeout: timeoutMs }).status === 0
}
