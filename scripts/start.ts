/**
 * `npm start` and `npm run dev` (`--dev`): builds the gallery when needed, starts the registry and the gallery,
 * says where they are, starts each again that ends by itself, and stops both together. Without the embedded registry among its
 * sources there is only the gallery.
 * `--follow-parent` (in the npm scripts) also stops them when npm itself is killed.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { readCatalogSources, usesEmbeddedRegistry } from '#lib/config/catalog-sources.ts'
import { type Config, readConfig } from '#lib/config/config.ts'
import { isLoopback, toReachableUrl } from '#lib/config/listening-address.ts'
import { openLogOutput } from '#lib/config/log-output.ts'
import { readStopMs } from '#lib/config/read-stop-ms.ts'
import { nextModule } from './build-gallery.ts'
import { buildIfStale } from './build-if-stale.ts'
import { toBuiltProgram } from './build-programs.ts'
import { findPortProblem } from './check-port.ts'
import { isForOperator } from './is-for-operator.ts'
import {
  galleryEnvironment,
  galleryGuardOptions,
  galleryNodeOptions,
  quietOptions,
  registryNodeOptions,
} from './program-options.ts'
import { projectRoot } from './project-root.ts'
import { readFlags } from './read-flags.ts'
import { type Program, type ProgramOptions, startProgram } from './start-program.ts'
import { type Supervised, supervise } from './supervise.ts'
import { toLogLine } from './to-log-line.ts'
import { waitForAnswer } from './wait-for-answer.ts'
import { whenParentEnds } from './when-parent-ends.ts'

const { flags } = readFlags({
  usage: 'npm start, which the environment sets up: docs/configuration.md',
  flags: z.object({ dev: z.boolean().default(false), 'follow-parent': z.boolean().default(false) }),
})

/** Something the person at the terminal can act on; printed without a stack. */
class StartError extends Error {
  override name = 'StartError'
}

/** The build while there is one, then the programs. */
const running: (Pick<Program, 'stop' | 'kill'> & Partial<Supervised>)[] = []
const stopping = new AbortController()
/** Beyond the time that a program gives to what runs, before it is ended by force. */
const forceAfterMs = 10_000
const startedAt = performance.now()

process.chdir(projectRoot)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) for (const program of running) program.kill()
    stopping.abort(signal)
  })
}
process.on('SIGUSR2', () => {
  // The development server does not know this signal, and would end.
  if (flags.dev) return
  for (const program of running) program.signal?.('SIGUSR2')
})
// When the terminal is gone, writing to it fails; stopping the programs matters more than saying so. A full disk stops nothing.
const output = openLogOutput(() => stopping.abort('closed output'))
const say = (line: string) => void output.write(`${line}\n`)
if (flags['follow-parent']) whenParentEnds(() => stopping.abort('npm has ended'))

try {
  await Promise.race([start(readConfig()), waitForStop()])
  if (stopping.signal.aborted) say(`Stopping (${stopping.signal.reason}).`)
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(isForOperator(error, StartError) ? error.message : error)
    process.exitCode = 1
  }
} finally {
  stopping.abort('a program has ended')
  await Promise.all(running.map((program) => program.stop(readStopMs() + forceAfterMs)))
}
process.exit()

async function start(config: Config): Promise<void> {
  const embedded = usesEmbeddedRegistry(config)
  if (flags.dev && config.galleryTls !== null) {
    throw new StartError('The development server has no TLS: GALLERY_TLS_CERT_FILE is for `npm start`.')
  }
  await requirePorts(config, embedded)
  if (!flags.dev) {
    await buildIfStale({ onStart: (build) => running.push(build), say })
    running.length = 0
  }
  if (embedded) await startRegistry(config)
  await startGallery(config, embedded)
  printWelcome(config, embedded)
  await waitForStop()
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

async function startRegistry(config: Config): Promise<void> {
  const url = `${toReachableUrl(config.host, config.registryPort)}/healthz`
  // A registry that is read-only says so, and serves pages and pulls all the same.
  const health = { url, isReady: () => true }
  if (flags.dev) await keepUp('registry', ['registry/main.ts'], health)
  else {
    const nodeOptions = [...registryNodeOptions, ...quietOptions]
    await keepUp('registry', [toBuiltProgram('registry')], health, { nodeOptions })
  }
}

async function startGallery(config: Config, embedded: boolean): Promise<void> {
  const mode = flags.dev ? 'dev' : 'start'
  const command = [nextModule, mode, '-H', config.host, '-p', String(config.galleryPort)] as const
  const nodeOptions = flags.dev
    ? galleryNodeOptions
    : [...galleryNodeOptions, ...galleryGuardOptions, ...quietOptions]
  const url = `${toReachableUrl(config.host, config.galleryPort)}/api/health`
  // Another endpoint may be away, or take minutes to read; the gallery is up all the same, and says so.
  const isReady = (response: Response) => response.ok || !embedded
  await keepUp('gallery', command, { url, isReady }, { nodeOptions, environment: galleryEnvironment })
}

/** Starts a program that is from now on started again whenever it ends; resolves when it answers for the first time. */
async function keepUp(
  name: string,
  command: readonly [string, ...string[]],
  { url, isReady = (response) => response.ok }: { url: string; isReady?: (response: Response) => boolean },
  { nodeOptions = [], environment = {} }: Pick<ProgramOptions, 'nodeOptions' | 'environment'> = {},
): Promise<void> {
  stopping.signal.throwIfAborted()
  const program: Supervised = supervise({
    name,
    start: () =>
      startProgram({
        name,
        command,
        nodeOptions,
        environment: { NEXT_TELEMETRY_DISABLED: '1', ...environment },
        onLine: (line) => say(toLogLine(name, line)),
      }),
    waitUntilReady: (signal) => waitForAnswer(url, { timeoutMs: 120_000, isReady, signal }),
    stopping: stopping.signal,
    say,
  })
  running.push(program)
  await Promise.race([program.ready, program.failed])
}

function printWelcome(config: Config, embedded: boolean): void {
  const lines = [`\nReady in ${seconds(startedAt)} s.\n`, `  Gallery      ${config.galleryUrl}`]
  if (embedded) {
    const endpoint = config.registryTls ? config.registryUrl : `http://localhost:${config.registryPort}`
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
  const isPlain = config.galleryTls === null || (embedded && config.registryTls === null)
  if (!isLoopback(config.host) && isPlain) {
    lines.push(`\nListening on ${config.host}, reachable from other machines: put TLS in front of it.`)
  }
  say(`${lines.join('\n')}\n`)
}

function waitForStop(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve()
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
}

/** How long something took, as it is told to the person at the terminal. */
function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1)
}
