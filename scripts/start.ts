/**
 * `npm start` and `npm run dev` (`--dev`): builds the gallery when needed, starts the registry and the gallery,
 * says where they are, and stops both together. Without the embedded registry among its sources there is only
 * the gallery.
 * `--follow-parent` (in the npm scripts) also stops them when npm itself is killed.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCatalogSources, usesEmbeddedRegistry } from '#lib/config/catalog-sources.ts'
import { type Config, ConfigError, readConfig } from '#lib/config/config.ts'
import { isLoopback, toReachableUrl } from '#lib/config/listening-address.ts'
import { buildGallery, findBuildReason, nextModule } from './build-gallery.ts'
import { findPortProblem } from './check-port.ts'
import { galleryEnvironment, galleryGuardOptions, galleryNodeOptions } from './gallery-node-options.ts'
import { projectRoot } from './project-root.ts'
import { type Program, type ProgramOptions, startProgram } from './start-program.ts'
import { toLogLine } from './to-log-line.ts'
import { waitForAnswer } from './wait-for-answer.ts'

const { values: flags } = parseArgs({
  options: { dev: { type: 'boolean', default: false }, 'follow-parent': { type: 'boolean', default: false } },
})

/** Something the person at the terminal can act on; printed without a stack. */
class StartError extends Error {
  override name = 'StartError'
}

const running: Program[] = []
const stopping = new AbortController()
/** Rejects as soon as one of the two programs has ended without being asked to. */
const ended = Promise.withResolvers<never>()
const startedAt = performance.now()

process.chdir(projectRoot)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) for (const program of running) program.kill()
    stopping.abort(signal)
  })
}
// When the terminal is gone, writing to it fails; stopping the programs matters more than saying so.
process.stdout.on('error', () => stopping.abort('closed output'))
if (flags['follow-parent']) followParent()

try {
  await Promise.race([start(readConfig()), ended.promise, waitForStop()])
  if (stopping.signal.aborted) console.log(`Stopping (${stopping.signal.reason}).`)
} catch (error) {
  if (!stopping.signal.aborted) {
    const known = error instanceof StartError || error instanceof ConfigError
    console.error(known ? error.message : error)
    process.exitCode = 1
  }
} finally {
  stopping.abort('a program has ended')
  await Promise.all(running.map((program) => program.stop()))
}
process.exit()

async function start(config: Config): Promise<void> {
  const embedded = usesEmbeddedRegistry(config)
  await requirePorts(config, embedded)
  if (!flags.dev) await buildIfStale()
  if (embedded) await startRegistry(config)
  await startGallery(config, embedded)
  printWelcome(config, embedded)
  await ended.promise
}

async function requirePorts(config: Config, embedded: boolean): Promise<void> {
  const wanted = [{ port: config.galleryPort, variable: 'GALLERY_PORT' }]
  if (embedded) wanted.push({ port: config.registryPort, variable: 'REGISTRY_PORT' })
  const problems = await Promise.all(
    wanted.map(async ({ port, variable }) => {
      if (port === 0)
        return `${variable}=0 leaves the port to chance, and then the programs cannot find each other.`
      const problem = await findPortProblem(config.host, port)
      return problem && `${problem} Choose another one: ${variable}=${port + 1} npm start`
    }),
  )
  const found = problems.filter((problem) => problem !== null)
  if (found.length > 0) throw new StartError(found.join('\n'))
}

async function buildIfStale(): Promise<void> {
  const reason = findBuildReason()
  if (reason === null) return
  console.log(`Building the gallery, because ${reason}. This takes about a minute …`)
  const from = performance.now()
  await buildGallery((build) => running.push(build))
  running.length = 0
  console.log(`Built in ${seconds(from)} s.`)
}

async function startRegistry(config: Config): Promise<void> {
  run('registry', ['registry/main.ts'])
  // A registry that is read-only says so, and serves pages and pulls all the same.
  await waitForHealth(`${toReachableUrl(config.host, config.registryPort)}/healthz`, () => true)
}

async function startGallery(config: Config, embedded: boolean): Promise<void> {
  const mode = flags.dev ? 'dev' : 'start'
  const command = [nextModule, mode, '-H', config.host, '-p', String(config.galleryPort)] as const
  const nodeOptions = flags.dev ? galleryNodeOptions : [...galleryNodeOptions, ...galleryGuardOptions]
  run('gallery', command, { nodeOptions, environment: galleryEnvironment })
  const health = `${toReachableUrl(config.host, config.galleryPort)}/api/health`
  // Another endpoint may be away, or take minutes to read; the gallery is up all the same, and says so.
  await waitForHealth(health, (response) => response.ok || !embedded)
}

function run(
  name: string,
  command: readonly [string, ...string[]],
  { nodeOptions = [], environment = {} }: Pick<ProgramOptions, 'nodeOptions' | 'environment'> = {},
): void {
  stopping.signal.throwIfAborted()
  const program = startProgram({
    name,
    command,
    nodeOptions,
    environment: { NEXT_TELEMETRY_DISABLED: '1', ...environment },
    onLine: (line) => console.log(toLogLine(name, line)),
  })
  running.push(program)
  program.ended.then(({ reason }) =>
    ended.reject(
      new StartError(`The ${name} has ended by itself (${reason}); its last lines say why. Stopping.`),
    ),
  )
}

function waitForHealth(url: string, isReady = (response: Response) => response.ok): Promise<void> {
  return waitForAnswer(url, { timeoutMs: 120_000, isReady, signal: stopping.signal })
}

function printWelcome(config: Config, embedded: boolean): void {
  const lines = [`\nReady in ${seconds(startedAt)} s.\n`, `  Gallery      ${config.galleryUrl}`]
  if (embedded) {
    const endpoint = `http://localhost:${config.registryPort}`
    const credentials = join(config.dataDir, 'credentials')
    lines.push(
      `  Registry     ${endpoint} (the ECR Public API)`,
      `  Credentials  ${credentials} (profile admin)`,
      '\nTry:',
      `  AWS_SHARED_CREDENTIALS_FILE=${credentials} AWS_PROFILE=admin \\`,
      `    aws ecr-public describe-repositories --endpoint-url ${endpoint} --region us-east-1`,
    )
  }
  const sources = readCatalogSources(config)
  for (const { name, endpoint } of sources) {
    if (endpoint.kind === 'embedded') continue
    const address = endpoint.kind === 'aws' ? 'Amazon ECR Public' : endpoint.url
    lines.push(sources.length === 1 ? `  Endpoint     ${address}` : `  Source       ${name}: ${address}`)
  }
  if (!isLoopback(config.host)) {
    lines.push(`\nListening on ${config.host}, reachable from other machines: put TLS in front of it.`)
  }
  console.log(`${lines.join('\n')}\n`)
}

function waitForStop(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve()
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
}

function followParent(): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) stopping.abort('npm has ended')
  }, 500)
  timer.unref()
}

/** How long something took, as it is told to the person at the terminal. */
function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1)
}
