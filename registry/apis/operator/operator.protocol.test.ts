/** The operator's commands and API against the running program, and what publishers and pullers see of it. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  DescribeRegistriesCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'
import { startRegistry } from '#testing/registry/start-registry.ts'

let registry: RunningRegistry
let dataDir: string
beforeAll(async () => {
  registry = await runRegistry()
  dataDir = dirname(registry.credentialsFile)
})
afterAll(() => registry.remove())

const cli = join(import.meta.dirname, '..', '..', 'cli.ts')

function runIn(
  directory: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = childEnvironment({ DATA_DIR: directory })
  return promisify(execFile)(process.execPath, [cli, ...args], { env }).then(
    (output) => ({ code: 0, ...output }),
    (error) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  )
}

/** The result, which is one line and all that is printed. */
async function runJsonIn(directory: string, ...args: string[]) {
  const { code, stdout, stderr } = await runIn(directory, ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(stdout)
}

const runJson = (...args: string[]) => runJsonIn(dataDir, ...args)

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const socketPath = join(dataDir, 'operator.sock')
  const outgoing = request({ socketPath, method: 'POST', path, headers, agent: false })
  outgoing.end(JSON.stringify(body))
  const [response] = await once(outgoing, 'response')
  const lines = (await text(response)).trim().split('\n')
  return { status: response.statusCode, events: lines.map((line) => JSON.parse(line)) }
}

const openClient = (key: { accessKeyId: string; secretAccessKey: string }) =>
  new ECRPUBLICClient({ endpoint: registry.endpoint, region: 'us-east-1', credentials: key })

test('the socket is for the owner of DATA_DIR alone, and nothing of it is on the port', async () => {
  expect(statSync(join(dataDir, 'operator.sock')).mode & 0o777).toBe(0o600)
  const answer = await fetch(`${registry.endpoint}/operator/account/create`, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(404)
})

test('the API answers the same as the commands, over the socket', async () => {
  expect(await post('/operator/account/list', {})).toMatchObject({
    status: 200,
    events: [{ result: { accounts: [{ aliases: [], displayName: '' }] } }],
  })
  expect(await post('/operator/registry/verify', {})).toMatchObject({
    status: 400,
    events: [{ error: { code: 'InvalidRequest' } }],
  })
  expect((await post('/operator/registry/verify', { account: '999999999999' })).status).toBe(409)
})

test('the log level is changed while the registry runs, and it logs a line for each request with its id', async () => {
  const { level: before } = await runJson('log', 'level')
  expect(await runJson('log', 'level', '--level', 'debug')).toEqual({ level: 'debug' })
  await fetch(`${registry.endpoint}/v2/`, { headers: { 'x-request-id': 'seen-at-debug' } })
  await expect
    .poll(() => registry.output())
    .toContain('"requestId":"seen-at-debug","method":"GET","path":"/v2/"')
  expect(await runJson('log', 'level', '--level', 'info')).toEqual({ level: 'info' })
  await fetch(`${registry.endpoint}/v2/`, { headers: { 'x-request-id': 'not-seen' } })
  expect(await runJson('log', 'level', '--level', before)).toEqual({ level: before })
  expect(registry.output()).not.toContain('not-seen')
})

describe('a new publisher', () => {
  test('is made while the registry runs, and can sign in at once', async () => {
    const account = await runJson('account', 'create')
    expect(Object.keys(account)).toEqual(['accountId', 'accessKeyId', 'secretAccessKey'])
    const client = openClient(account)
    const { registries } = await client.send(new DescribeRegistriesCommand({}))
    expect(registries).toMatchObject([{ registryId: account.accountId, aliases: [], verified: false }])
    client.destroy()
    const user = await runJson('user', 'create', '--account', account.accountId, '--name', 'ci')
    expect(user).toEqual({
      accountId: account.accountId,
      userName: 'ci',
      arn: `arn:aws:iam::${account.accountId}:user/ci`,
      accessKeyId: expect.stringMatching(/^AKIA.{16}$/),
      secretAccessKey: expect.stringMatching(/^.{40}$/),
    })
    for (const { secretAccessKey } of [account, user])
      expect(registry.output()).not.toContain(secretAccessKey)
  })

  test('asks for an alias; once it is approved, both aliases and every status are there', async () => {
    const account = await runJson('account', 'create')
    const client = openClient(account)
    await client.send(new CreateRepositoryCommand({ repositoryName: 'harbor' }))
    const named = ['--account', account.accountId, '--name']
    for (const name of ['seagrass', 'eelgrass', 'marram']) await runJson('alias', 'request', ...named, name)
    await runJson('alias', 'approve', ...named, 'seagrass', '--primary')
    await runJson('alias', 'reject', ...named, 'eelgrass', '--reason', 'Not yours.')
    await runJson('registry', 'verify', '--account', account.accountId)
    const { registries } = await client.send(new DescribeRegistriesCommand({}))
    const found = registries?.[0]
    expect(found).toMatchObject({ verified: true, registryUri: expect.stringMatching(/\/seagrass$/) })
    const byName = new Map(found?.aliases?.map((alias) => [alias.name, alias]))
    expect(byName.get('seagrass')).toMatchObject({ status: 'ACTIVE', primaryRegistryAlias: true })
    expect(byName.get('eelgrass')).toMatchObject({ status: 'REJECTED', primaryRegistryAlias: false })
    expect(byName.get('marram')).toMatchObject({ status: 'PENDING', primaryRegistryAlias: false })

    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
    client.destroy()
    const active = found?.aliases?.filter(({ status }) => status === 'ACTIVE') ?? []
    expect(active).toHaveLength(2)
    const digests = await Promise.all(
      active.map(({ name }) =>
        pushAndPull(`${name}/harbor`, `Bearer ${authorizationData?.authorizationToken}`),
      ),
    )
    expect(digests[0]).toBe(digests[1])

    await runJson('alias', 'release', ...named, 'seagrass')
    const statuses = await Promise.all(
      active.map(({ name }) => pull(`${name}/harbor`).then(({ status }) => status)),
    )
    expect(statuses).toEqual(active.map(({ name }) => (name === 'seagrass' ? 404 : 200)))
  })
})

const mediaType = 'application/vnd.oci.image.manifest.v1+json'

/** Pushes a small image by one address, and answers the digest that anybody pulls there. */
async function pushAndPull(repository: string, authorization: string): Promise<string | null> {
  const config = Buffer.from('{}')
  const digest = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
  const headers = { authorization }
  const begun = await fetch(`${registry.endpoint}/v2/${repository}/blobs/uploads/?digest=${digest}`, {
    method: 'POST',
    headers,
    body: config,
  })
  expect(begun.status).toBe(201)
  const manifest = {
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.length },
    layers: [],
  }
  const put = await fetch(`${registry.endpoint}/v2/${repository}/manifests/1.0`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': mediaType },
    body: JSON.stringify(manifest),
  })
  expect(put.status).toBe(201)
  const pulled = await pull(repository)
  expect(pulled.status).toBe(200)
  return pulled.headers.get('docker-content-digest')
}

/** As anybody pulls. */
async function pull(repository: string): Promise<Response> {
  const { token } = (await (await fetch(`${registry.endpoint}/token/`)).json()) as { token: string }
  return fetch(`${registry.endpoint}/v2/${repository}/manifests/1.0`, {
    headers: { authorization: `Bearer ${token}`, accept: mediaType },
  })
}

test('a publisher asks for an alias with curl, signed as AWS clients sign', async () => {
  const account = await runJson('account', 'create')
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--aws-sigv4',
    'aws:amz:us-east-1:ecr-public',
    ...['--user', `${account.accessKeyId}:${account.secretAccessKey}`],
    ...['--header', 'content-type: application/json', '--data', '{"name":"sea-thrift"}'],
    `${registry.endpoint}/registry/aliases`,
  ])
  expect(JSON.parse(stdout)).toMatchObject({ alias: { name: 'sea-thrift', status: 'PENDING' } })
  const { aliases } = await runJson('alias', 'list', '--status', 'PENDING', '--account', account.accountId)
  expect(aliases).toMatchObject([{ name: 'sea-thrift' }])
})

test('verify runs beside the running registry', async () => {
  expect(await runJson('store', 'verify')).toMatchObject({ manifests: 1, blobs: 1 })
})

test('a command of another version is told so', async () => {
  const answer = await post('/operator/account/list', {}, { 'x-operator-version': '000000000000' })
  expect(answer).toMatchObject({ status: 426, events: [{ error: { code: 'WrongVersion' } }] })
})

describe('with a program that does not answer,', () => {
  /** Runs a command where `onConnection` is called in place of a registry. */
  async function withListener<Result>(
    onConnection: (socket: Socket) => void,
    run: (directory: string) => Promise<Result>,
  ): Promise<Result> {
    const directory = mkdtempSync(join(tmpdir(), 'operator-listener-'))
    const listener = createServer(onConnection).listen(join(directory, 'operator.sock'))
    await once(listener, 'listening')
    try {
      return await run(directory)
    } finally {
      listener.close()
      rmSync(directory, { recursive: true })
    }
  }

  test('because it went away, that is told', async () => {
    const told = await withListener(
      (socket) => socket.destroy(),
      (directory) => runIn(directory, 'account', 'list'),
    )
    expect(told).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('went away') })
  })

  test('a command can be interrupted, and ends with 130', async () => {
    const asked = Promise.withResolvers<Socket>()
    const told = await withListener(asked.resolve, async (directory) => {
      const child = spawn(process.execPath, [cli, 'store', 'verify'], {
        env: childEnvironment({ DATA_DIR: directory }),
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [ended, errors] = [once(child, 'close'), text(child.stderr)]
      const socket = await asked.promise
      child.kill('SIGINT')
      const [code] = await ended
      socket.destroy()
      return { code, errors: await errors }
    })
    expect(told).toEqual({ code: 130, errors: 'Interrupted.\n' })
  })
})

test('once the program has ended, its socket is gone, and the same commands work on the store', async () => {
  const stoppedDir = mkdtempSync(join(tmpdir(), 'operator-stopped-'))
  const stopped = startRegistry(stoppedDir)
  await stopped.url
  const account = await runJsonIn(stoppedDir, 'account', 'create')
  stopped.process.kill('SIGTERM')
  expect(await stopped.ended).toBe(0)
  expect(existsSync(join(stoppedDir, 'operator.sock'))).toBe(false)
  const { accounts } = await runJsonIn(stoppedDir, 'account', 'list')
  expect(accounts).toContainEqual(expect.objectContaining({ accountId: account.accountId }))
  rmSync(stoppedDir, { recursive: true })
})

test('a socket that a killed program left behind is replaced', async () => {
  const killedDir = mkdtempSync(join(tmpdir(), 'operator-killed-'))
  const killed = startRegistry(killedDir)
  await killed.url
  killed.process.kill('SIGKILL')
  await killed.ended
  expect(existsSync(join(killedDir, 'operator.sock'))).toBe(true)
  expect(await runIn(killedDir, 'account', 'list')).toMatchObject({ code: 0, stderr: '' })
  const next = startRegistry(killedDir)
  await next.url
  expect(await runIn(killedDir, 'account', 'list')).toMatchObject({ code: 0, stderr: '' })
  expect(next.lines.join()).toContain('account list')
  next.process.kill('SIGTERM')
  await next.ended
  rmSync(killedDir, { recursive: true })
})
