/**
 * Starts one of the pairs of programs in `servers.ts` from an empty data folder, and keeps it until it is told to
 * stop: `node testing/serve.ts embedded` or `node testing/serve.ts aws`.
 */
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { findPortProblem } from '../scripts/check-port.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'
import { whenParentEnds } from '../scripts/when-parent-ends.ts'
import { toPairEnvironment } from './pair-environment.ts'
import { readProfile } from './read-profile.ts'
import { readyLine, servers, type TestServer } from './servers.ts'

const health = z.object({ facts: z.object({ repositoryCount: z.number() }) })
const running: Program[] = []
const lines: string[] = []
let stopping = false
/** Rejects when a program ends that nobody stopped. */
const broken = Promise.withResolvers<never>()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0))
whenParentEnds(() => stop(0))

const name = requireName()
try {
  await prepare(servers[name])
  await Promise.race([
    name === 'aws' ? startAwsMode(servers.aws) : startEmbedded(servers.embedded),
    broken.promise,
  ])
  console.log(readyLine)
  await broken.promise
} catch (error) {
  if (!stopping) {
    console.error(`${lines.slice(-40).join('\n')}\n${error instanceof Error ? error.message : error}`)
    await stop(1)
  }
}

/** Looks at the ports before the folders are emptied: another run of the tests may be using them. */
async function prepare({ dataDir, galleryPort, registryPort }: TestServer): Promise<void> {
  for (const port of [galleryPort, registryPort]) {
    const problem = await findPortProblem('127.0.0.1', port)
    if (problem !== null) throw new Error(`${problem} The browser tests need it.`)
  }
  for (const folder of [dataDir, toGalleryDir(dataDir)]) rmSync(folder, { recursive: true, force: true })
}

async function startEmbedded(server: TestServer): Promise<void> {
  const demo = Promise.withResolvers<number>()
  run(
    'start',
    ['scripts/start.ts'],
    { ...toPairEnvironment(server), DEMO: '1', LOG_LEVEL: 'info' },
    (line) => {
      const [, done, total] = /demo catalogue: (\d+) of (\d+)/.exec(line) ?? []
      if (done !== undefined && done === total) demo.resolve(Number(total))
    },
  )
  await waitForRepositories(server, await demo.promise)
}

async function startAwsMode(server: TestServer): Promise<void> {
  run('registry', ['registry/main.ts'], toPairEnvironment(server))
  await waitForAnswer(`${server.registryUrl}/healthz`, { timeoutMs: 60_000 })
  const admin = readProfile(server.dataDir, 'admin')
  run('start', ['scripts/start.ts'], {
    ...toPairEnvironment(server),
    // The gallery must not be able to take anything from the registry's folder.
    DATA_DIR: toGalleryDir(server.dataDir),
    ECR_PUBLIC_ENDPOINT: server.registryUrl,
    AWS_ACCESS_KEY_ID: admin.accessKeyId,
    AWS_SECRET_ACCESS_KEY: admin.secretAccessKey,
    SYNC_INTERVAL_SECONDS: '1',
  })
  await waitForRepositories(server, 0)
}

async function waitForRepositories(server: TestServer, count: number): Promise<void> {
  await waitForAnswer(`${server.galleryUrl}/api/health`, {
    timeoutMs: 240_000,
    isReady: async (response) =>
      response.ok && health.parse(await response.json()).facts.repositoryCount >= count,
  })
}

function toGalleryDir(registryDir: string): string {
  return `${registryDir}-gallery`
}

function run(
  name: string,
  command: readonly [string, ...string[]],
  variables: Record<string, string>,
  onLine: (line: string) => void = () => {},
): void {
  const program = startProgram({
    name,
    command,
    environment: variables,
    onLine: (line) => {
      lines.push(line)
      onLine(line)
    },
  })
  running.push(program)
  program.ended.then(({ reason }) => broken.reject(new Error(`${name} has ended: ${reason}`)))
}

function requireName(): keyof typeof servers {
  const name = process.argv[2]
  if (name === 'embedded' || name === 'aws') return name
  throw new Error(`Say which servers to start: ${Object.keys(servers).join(' or ')}.`)
}

async function stop(exitCode: number): Promise<never> {
  stopping = true
  await Promise.all(running.map((program) => program.stop()))
  process.exit(exitCode)
}
