/**
 * Debian packages without a change of the system: fetched from the mirror that apt is set to, of any suite, with lists of their own, and
 * unpacked into a folder. It needs no root.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const timeoutMs = 120_000
const aptGet = 'apt-get'
const dpkg = 'dpkg'

/**
 * Unpacks what can be had of these packages.
 * @param suite such as `sid` or `bookworm`; null for this machine's
 * @param withDependencies also those that they need and that are not installed here
 * @returns why none could be fetched, in a few words; null otherwise
 */
export function unpackDebianPackages(
  given: readonly string[],
  suite: string | null,
  folder: string,
  { withDependencies = false }: { withDependencies?: boolean } = {},
): string | null {
  const mirror = findMirror()
  const release = suite ?? findSuite()
  if (mirror === null || release === null || !existsSync(keyring)) return 'apt is not set to a Debian mirror'
  const work = mkdtempSync(join(tmpdir(), 'debian-packages-'))
  try {
    const environment = {
      APT_CONFIG: writeAptConfig(work, mirror, release),
      DEBIAN_FRONTEND: 'noninteractive',
    }
    if (!run(aptGet, ['update'], work, environment)) return 'the list of packages cannot be had'
    const names = withDependencies ? listMissing(given, work, environment) : given
    // Reading the list takes longest; one by one only where one of them is not in it.
    if (!run(aptGet, ['download', ...names], work, environment)) {
      for (const name of names) run(aptGet, ['download', name], work, environment)
    }
    mkdirSync(folder, { recursive: true })
    for (const file of readdirSync(work).filter((one) => one.endsWith('.deb'))) {
      run(dpkg, ['-x', join(work, file), folder], work)
    }
    return null
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** The name of this machine's release. */
function findSuite(): string | null {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return /^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] ?? null
}

/** The packages with all that they need and that is not installed. */
function listMissing(
  names: readonly string[],
  cwd: string,
  environment: Record<string, string>,
): readonly string[] {
  const args = ['install', '--simulate', '--no-install-recommends', ...names]
  const { stdout } = spawnSync(aptGet, args, { cwd, env: childEnvironment(environment), encoding: 'utf8' })
  const found = [...(stdout ?? '').matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
  return found.length === 0 ? names : found
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
function writeAptConfig(work: string, mirror: string, suite: string): string {
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

function run(
  command: string,
  args: string[],
  cwd: string,
  environment: Record<string, string> = {},
): boolean {
  const env = childEnvironment(environment)
  return spawnSync(command, args, { cwd, env, stdio: 'ignore', timeout: timeoutMs }).status === 0
}
