/**
 * The program as it is on a real PostgreSQL, in two processes on one database and one `DATA_DIR`: what goes through one is there in the
 * other, and all of it after both, or the database, were ended.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DescribeImageTagsCommand,
  DescribeRepositoriesCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { createPusher } from '#testing/create-pusher.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { startPostgres, type TestPostgres } from '#testing/start-postgres.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)

let server: TestPostgres
let databaseUrl: string
let dataDir: string
let work: string
const running: RegistryProcess[] = []

interface Running {
  url: string
  process: RegistryProcess
  api: ECRPUBLICClient
}
let first: Running
let second: Running

async function start(): Promise<Running> {
  const port = await findFreePort()
  const registry = startRegistry(dataDir, {
    DATABASE_URL: databaseUrl,
    REGISTRY_PORT: String(port),
    REGISTRY_HOST: '',
  })
  running.push(registry)
  const url = await registry.url
  return { url, process: registry, api: connect(url) }
}

const connect = (url: string) =>
  new ECRPUBLICClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: readProfile(dataDir, 'admin'),
    maxAttempts: 1,
  })

beforeAll(async () => {
  server = await startPostgres()
  databaseUrl = await server.createDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'registry-shared-'))
  work = mkdtempSync(join(tmpdir(), 'registry-shared-work-'))
  // At the same moment, on an empty database and an empty folder.
  const both = await Promise.all([start(), start()])
  first = both[0]
  second = both[1]
})
afterAll(async () => {
  for (const registry of running) registry.process.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  await server[Symbol.asyncDispose]()
  for (const folder of [dataDir, work]) rmSync(folder, { recursive: true })
})

async function createRepository(repositoryName: string): Promise<string> {
  const { repository } = await first.api.send(new CreateRepositoryCommand({ repositoryName }))
  return (repository?.repositoryUri ?? '').split('/').slice(1).join('/')
}

const toHost = ({ url }: Running) => new URL(url).host

async function listTags({ api }: Running, repositoryName: string) {
  const { imageTagDetails = [] } = await api.send(new DescribeImageTagsCommand({ repositoryName }))
  return imageTagDetails.map(({ imageTag }) => imageTag)
}

/** Asks until the answer is the wanted one, and answers how long that took. */
async function waitFor(wanted: unknown, ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const answer = await ask().catch((error: unknown) => error)
    if (answer === wanted) return performance.now() - startedAt
    if (performance.now() - startedAt > 10_000) expect(answer).toBe(wanted)
    await sleep(10)
  }
}

const skopeo = (...args: string[]) =>
  execute('skopeo', args, {
    cwd: work,
    env: childEnvironment({ REGISTRY_AUTH_FILE: join(work, 'auth.json') }),
    timeout: 60_000,
  })

test('both have made one owner, and no file for metadata', async () => {
  const names = await Promise.all(
    [first, second].map(async ({ api }) => {
      const { authorizationData } = await api.send(new GetAuthorizationTokenCommand({}))
      return authorizationData?.authorizationToken !== undefined
    }),
  )
  expect(names).toEqual([true, true])
  expect(existsSync(join(dataDir, 'metadata.sqlite'))).toBe(false)
})

test.runIf(findCommand('skopeo'))('an image goes in through one process and out of the other', async () => {
  const name = await createRepository('tools')
  const { authorizationData } = await first.api.send(new GetAuthorizationTokenCommand({}))
  const login = Buffer.from(authorizationData?.authorizationToken ?? '', 'base64').toString()
  const layout = join(work, 'image')
  const { digest } = writeImageLayout(layout, '1.0', 'hello')
  await skopeo(
    ...['copy', '--dest-tls-verify=false', '--dest-creds', login],
    ...[`oci:${layout}:1.0`, `docker://${toHost(first)}/${name}:1.0`],
  )
  const source = `docker://${toHost(second)}/${name}:1.0`
  await skopeo('copy', '--src-tls-verify=false', source, `dir:${join(work, 'copied')}`)
  const { stdout } = await skopeo('inspect', '--tls-verify=false', '--format', '{{.Digest}}', source)
  expect(stdout.trim()).toBe(digest)
  expect(await listTags(second, 'tools')).toEqual(['1.0'])
})

test('a tag that is moved or deleted in one process is so in the other, which had it in memory', async () => {
  const name = await createRepository('moving')
  const pusher = await createPusher(first.api, { registryUrl: first.url, name })
  const { token } = await (await fetch(`${second.url}/token/?service=x&scope=repository:${name}:pull`)).json()
  const pull = async () => {
    const answer = await fetch(`${second.url}/v2/${name}/manifests/latest`, {
      headers: { authorization: `Bearer ${token}`, accept: '*/*' },
    })
    await answer.arrayBuffer()
    return answer.status === 200 ? answer.headers.get('docker-content-digest') : answer.status
  }
  for (let round = 0; round < 20; round += 1) {
    const { digest } = await pusher.pushImage('latest', { config: { round } })
    expect(await waitFor(digest, pull)).toBeLessThan(1_000)
  }
  await first.api.send(
    new BatchDeleteImageCommand({ repositoryName: 'moving', imageIds: [{ imageTag: 'latest' }] }),
  )
  expect(await waitFor(404, pull)).toBeLessThan(1_000)
})

test('what was answered is there after the database has lost its power, and both go on by themselves', async () => {
  const made: string[] = []
  let isOver = false
  const writers = [first, second].map(async ({ api }, writer) => {
    for (let round = 0; !isOver; round += 1) {
      const repositoryName = `power/${writer}-${round}`
      const answer = await api.send(new CreateRepositoryCommand({ repositoryName })).catch(() => null)
      if (answer !== null) made.push(repositoryName)
    }
  })
  for (let round = 0; round < 3; round += 1) {
    await sleep(700)
    await server.stop(round === 1 ? 'SIGINT' : 'SIGKILL')
    await server.start()
  }
  await sleep(500)
  isOver = true
  await Promise.all(writers)
  expect(made.length).toBeGreaterThan(10)
  const there = new Set<string | undefined>()
  let nextToken: string | undefined
  do {
    const page = await second.api.send(new DescribeRepositoriesCommand({ maxResults: 1000, nextToken }))
    for (const { repositoryName } of page.repositories ?? []) there.add(repositoryName)
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  expect(made.filter((name) => !there.has(name))).toEqual([])
})

test('commands work on the database beside the programs, and those about the file are refused', async () => {
  const run = (...args: string[]) =>
    execute(process.execPath, ['registry/cli.ts', ...args], {
      env: childEnvironment({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' }),
      timeout: 60_000,
    }).then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => stderr,
    )
  expect(await run('store', 'check')).toContain('is whole')
  for (const command of [
    ['restore', work],
    ['store', 'repair'],
    ['log', 'level'],
  ]) {
    expect(await run(...command)).toContain('With DATABASE_URL there is no')
  }
  const backup = mkdtempSync(join(tmpdir(), 'registry-shared-backup-'))
  expect(await run('backup', backup)).toContain('The backup is made')
  expect(await run('backup', 'verify', backup)).toContain('The backup is whole')
  rmSync(backup, { recursive: true })
  expect(await run('audit', 'verify')).toContain('as it was written')
  // While both go on with the old secret, and then find the new one.
  expect(await run('secret', 'rotate')).toContain('access keys are sealed under it')
  expect(await first.api.send(new DescribeRepositoriesCommand({}))).toHaveProperty('repositories')
  expect(await second.api.send(new DescribeRepositoriesCommand({}))).toHaveProperty('repositories')
  const create = (at: Running, repositoryName: string) => () =>
    at.api.send(new CreateRepositoryCommand({ repositoryName })).then(
      () => 'created',
      ({ $metadata }) => $metadata.httpStatusCode,
    )
  await run('store', 'read-only', '--reason', 'We move house.')
  for (const at of [first, second]) expect(await waitFor(503, create(at, 'closed'))).toBeLessThan(1_000)
  await run('store', 'read-only', '--off')
  await waitFor('created', create(first, 'open/first'))
  await waitFor('created', create(second, 'open/second'))
}, 120_000)

test('both are ended in order, and another one has all that there was', async () => {
  for (const { process } of [first, second]) process.process.kill('SIGTERM')
  expect(await Promise.all([first, second].map(({ process }) => process.ended))).toEqual([0, 0])
  first = await start()
  expect(await listTags(first, 'tools')).toEqual(['1.0'])
})
