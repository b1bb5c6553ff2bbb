/**
 * The program with its content in a real S3 service, and its metadata in a real PostgreSQL: two processes go on with each other's work, also
 * when one of them is killed in the midst of it.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { writeImageLayout } from '#testing/oci-layout.ts'
import { type SignedIn, signIn } from '#testing/registry/sign-in.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { startPostgres, type TestPostgres } from '#testing/start-postgres.ts'
import { findS3Problem, startRadosgw, type TestS3 } from '#testing/start-radosgw.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)
const problem = findS3Problem()
const mebibyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe.skipIf(problem !== null)(`two registries on S3${problem === null ? '' : ` (${problem})`}`, () => {
  let s3: TestS3
  let database: TestPostgres
  let databaseUrl: string
  let bucket: string
  let work: string
  let signedIn: SignedIn
  const running: RegistryProcess[] = []

  interface Running {
    url: string
    process: RegistryProcess
  }
  let first: Running
  let second: Running

  const start = async (environment: Record<string, string> = {}): Promise<Running> => {
    const port = await findFreePort()
    const registry = startRegistry(join(work, 'data'), {
      ...s3.toEnvironment(bucket),
      DATABASE_URL: databaseUrl,
      REGISTRY_PORT: String(port),
      REGISTRY_HOST: '',
      ...environment,
    })
    running.push(registry)
    return { url: await registry.url, process: registry }
  }

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'registry-s3-'))
    ;[s3, database] = await Promise.all([startRadosgw(), startPostgres()])
    databaseUrl = await database.createDatabase()
    bucket = await s3.createBucket()
    first = await start()
    second = await start()
    signedIn = await signIn(first.url, join(work, 'data'), 'tools')
  }, 180_000)
  afterAll(async () => {
    for (const registry of running) registry.process.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
    await database?.[Symbol.asyncDispose]()
    await s3?.[Symbol.asyncDispose]()
    rmSync(work, { recursive: true })
  })

  const ask = async (
    at: Running,
    method: string,
    path: string,
    body?: Uint8Array<ArrayBuffer>,
    headers = {},
  ) =>
    fetch(new URL(path, at.url), {
      method,
      redirect: 'manual',
      headers: { authorization: signedIn.authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    })
  const begin = async (at: Running): Promise<string> => {
    const { status, headers } = await ask(at, 'POST', `/v2/${signedIn.name}/blobs/uploads/`)
    expect(status).toBe(202)
    return headers.get('location') ?? ''
  }
  const finish = async (at: Running, location: string, bytes: Uint8Array) => {
    const answer = await ask(at, 'PUT', `${location}?digest=${sha256(bytes)}`)
    expect([answer.status, await answer.text()]).toEqual([201, ''])
  }
  const read = async (at: Running, bytes: Uint8Array, headers = {}) => {
    const answer = await ask(at, 'GET', `/v2/${signedIn.name}/blobs/${sha256(bytes)}`, undefined, headers)
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
  }
  const list = async () => {
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key }) => Key)
  }

  test.runIf(findCommand('skopeo'))('an image goes in through one process and out of the other', async () => {
    const login = Buffer.from(signedIn.authorization.replace('Basic ', ''), 'base64').toString()
    const layout = join(work, 'image')
    const { digest } = writeImageLayout(layout, '1.0', 'hello')
    const skopeo = (...args: string[]) =>
      execute('skopeo', args, {
        cwd: work,
        env: childEnvironment({ REGISTRY_AUTH_FILE: join(work, 'auth.json') }),
        timeout: 60_000,
      })
    await skopeo(
      ...['copy', '--dest-tls-verify=false', '--dest-creds', login],
      ...[`oci:${layout}:1.0`, `docker://${new URL(first.url).host}/${signedIn.name}:1.0`],
    )
    const source = `docker://${new URL(second.url).host}/${signedIn.name}:1.0`
    await skopeo('copy', '--src-tls-verify=false', source, `dir:${join(work, 'copied')}`)
    const { stdout } = await skopeo('inspect', '--tls-verify=false', '--format', '{{.Digest}}', source)
    expect(stdout.trim()).toBe(digest)
  })

  test('an upload goes on in the other process, chunk by chunk, and comes out whole', async () => {
    const bytes = randomBytes(13 * mebibyte + 5)
    const location = await begin(first)
    const chunks = [0, 1_000, 3 * mebibyte, 3 * mebibyte + 1, 9 * mebibyte, bytes.length]
    for (const [index, start] of chunks.slice(0, -1).entries()) {
      const at = index % 2 === 0 ? second : first
      const end = chunks[index + 1] ?? 0
      const headers = { 'content-range': `${start}-${end - 1}`, 'content-type': 'application/octet-stream' }
      const answer = await ask(at, 'PATCH', location, bytes.subarray(start, end), headers)
      expect([answer.status, answer.headers.get('range')]).toEqual([202, `0-${end - 1}`])
    }
    await finish(second, location, bytes)
    for (const at of [first, second]) expect((await read(at, bytes)).bytes.equals(bytes)).toBe(true)
  })

  test('a part of a layer can be had, and one that is not there cannot', async () => {
    const bytes = randomBytes(6 * mebibyte)
    const location = await begin(first)
    await ask(first, 'PATCH', location, bytes)
    await finish(first, location, bytes)
    const part = await read(second, bytes, { range: `bytes=${5 * mebibyte}-${5 * mebibyte + 99}` })
    expect([part.status, part.bytes.equals(bytes.subarray(5 * mebibyte, 5 * mebibyte + 100))]).toEqual([
      206,
      true,
    ])
    expect((await read(second, randomBytes(3))).status).toBe(404)
  })

  test('a mounted layer is not sent again', async () => {
    const bytes = randomBytes(1_000)
    const location = await begin(first)
    await ask(first, 'PATCH', location, bytes)
    await finish(first, location, bytes)
    const before = await list()
    const other = await signIn(second.url, join(work, 'data'), 'others')
    const query = new URLSearchParams({ mount: sha256(bytes), from: signedIn.name })
    const answer = await ask(second, 'POST', `/v2/${other.name}/blobs/uploads/?${query}`)
    expect([answer.status, await list()]).toEqual([201, before])
  })

  test('an upload of a process that was killed goes on in another one, from what had come', async () => {
    const killed = await start()
    const bytes = randomBytes(16 * mebibyte)
    const location = await begin(killed)
    await sendSlowly(killed, location, bytes.subarray(0, 12 * mebibyte))
    // A word of how far it is goes out every few seconds.
    await sleep(4_000)
    killed.process.process.kill('SIGKILL')
    await killed.process.ended
    const status = await ask(second, 'GET', location)
    const received = Number(status.headers.get('range')?.split('-')[1]) + 1
    expect(received).toBeGreaterThanOrEqual(5 * mebibyte)
    const rest = await ask(second, 'PATCH', location, bytes.subarray(received), {
      'content-range': `${received}-${bytes.length - 1}`,
    })
    expect(rest.status).toBe(202)
    await finish(first, location, bytes)
    expect((await read(first, bytes)).bytes.equals(bytes)).toBe(true)
  })

  test('a redirect leads to the bucket by its public address, and to nothing else', async () => {
    const publicAddress = s3.endpoint.replace('127.0.0.1', 'localhost')
    const redirecting = await start({
      BLOB_REDIRECT: 'on',
      BLOB_REDIRECT_ENDPOINT: publicAddress,
      RATE_LIMITS: 'aws',
      ANONYMOUS_DATA_GB_PER_MONTH: '0.001',
      UNLIMITED_CLIENTS: '192.0.2.0/24',
    })
    const bytes = randomBytes(6 * mebibyte)
    const location = await begin(first)
    await ask(first, 'PATCH', location, bytes)
    await finish(first, location, bytes)
    const path = `/v2/${signedIn.name}/blobs/${sha256(bytes)}`
    const head = await ask(redirecting, 'HEAD', path)
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)])
    const answer = await ask(redirecting, 'GET', path)
    const address = new URL(answer.headers.get('location') ?? '')
    expect([answer.status, address.origin, await answer.text()]).toEqual([307, publicAddress, ''])
    expect(JSON.stringify([...answer.headers])).not.toContain('127.0.0.1')
    expect(Number(address.searchParams.get('X-Amz-Expires'))).toBeGreaterThanOrEqual(300)
    const direct = await fetch(address)
    expect(Buffer.from(await direct.arrayBuffer()).equals(bytes)).toBe(true)
    const part = await fetch(address, { headers: { range: 'bytes=10-19' } })
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true)
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(403)
    // The month of whoever is nobody ends with the first of them, whatever is then fetched.
    const anonymous = await fetch(
      `${redirecting.url}/token/?service=x&scope=repository:${signedIn.name}:pull`,
    )
    const { token } = await anonymous.json()
    const pull = async (method: string) => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(new URL(path, redirecting.url), { method, headers, redirect: 'manual' })).status
    }
    expect([await pull('HEAD'), await pull('GET'), await pull('GET'), await pull('HEAD')]).toEqual([
      200, 307, 429, 200,
    ])
    redirecting.process.process.kill('SIGTERM')
    await redirecting.process.ended
  })

  test('while the service is away, pushes and pulls are told to come again, and go on when it is back', async () => {
    const bytes = randomBytes(6 * mebibyte)
    const location = await begin(first)
    await ask(first, 'PATCH', location, bytes)
    await finish(first, location, bytes)
    await s3.stopGateway()
    const refused = await ask(first, 'GET', `/v2/${signedIn.name}/blobs/${sha256(bytes)}`)
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '5',
      { errors: [{ code: 'UNKNOWN', message: expect.stringContaining('does not answer now') }] },
    ])
    const next = await begin(first)
    expect((await ask(first, 'PATCH', next, bytes)).status).toBe(503)
    await s3.startGateway()
    const status = await ask(second, 'GET', next)
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-0'])
    expect((await ask(second, 'PATCH', next, bytes)).status).toBe(202)
    await finish(first, next, bytes)
    expect((await read(second, bytes)).bytes.equals(bytes)).toBe(true)
  })

  /** Sends the beginning of a body that goes on, and leaves the connection open. */
  async function sendSlowly(at: Running, location: string, bytes: Uint8Array): Promise<void> {
    const headers = { authorization: signedIn.authorization, 'transfer-encoding': 'chunked' }
    const sending = request(new URL(location, at.url), { method: 'PATCH', headers })
    sending.on('error', () => {})
    await new Promise((resolve) => sending.write(bytes, resolve))
  }

  test('what nothing needs any more leaves the bucket, and so does what was given up', async () => {
    const layer = randomBytes(6 * mebibyte)
    const location = await begin(first)
    await ask(first, 'PATCH', location, layer)
    await finish(first, location, layer)
    const given = await begin(first)
    await ask(first, 'PATCH', given, randomBytes(7 * mebibyte))
    expect((await ask(second, 'DELETE', given)).status).toBe(204)
    expect((await ask(second, 'GET', given)).status).toBe(404)
    const scope = `repository:${signedIn.name}:delete`
    const asked = await ask(first, 'GET', `/token/?service=x&scope=${scope}`)
    const { token } = await asked.json()
    const removed = await ask(first, 'DELETE', `/v2/${signedIn.name}/blobs/${sha256(layer)}`, undefined, {
      authorization: `Bearer ${token}`,
    })
    expect(removed.status).toBe(202)
    const collector = await start({ GC_GRACE_SECONDS: '0', GC_INTERVAL_SECONDS: '1' })
    // The one that leads collects.
    for (const { process } of [first, second]) process.process.kill('SIGTERM')
    const kept = async () => {
      const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
      return { objects: (await list()).length, uploads: Uploads.length }
    }
    await expect.poll(kept, { timeout: 30_000, interval: 500 }).toEqual({ objects: 2, uploads: 0 })
    first = collector
  })
})
