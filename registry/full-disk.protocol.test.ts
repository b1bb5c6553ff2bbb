/**
 * A disk of 64 MB that is filled to its last byte, by pushes and by something else: what is new is refused before it is sent,
 * deletes and garbage collection go on, and afterwards there is room again. Where nothing can be mounted, this is not tried.
 */
import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'

const disk = mkdtempSync(join(tmpdir(), 'registry-full-disk-'))
const isMounted = mount()
const dataDir = join(disk, 'data')
const filler = join(disk, 'filler')

let registry: RegistryProcess | null = null
let url = ''
let client: ECRPUBLICClient
let authorization = ''
let repository = ''

function mount(): boolean {
  try {
    execFileSync('/usr/bin/env', ['mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  if (!isMounted) return
  mkdirSync(dataDir)
  registry = startRegistry(dataDir, { RESERVE_MEGABYTES: '4', LOG_LEVEL: 'info' })
  url = await registry.url
  const credentials = fromIni({ profile: 'admin', filepath: join(dataDir, 'credentials') })
  client = new ECRPUBLICClient({ region: 'us-east-1', endpoint: url, credentials, maxAttempts: 1 })
  const created = await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }))
  repository = created.repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  authorization = `Basic ${authorizationData?.authorizationToken}`
})
afterAll(async () => {
  registry?.process.kill('SIGTERM')
  await registry?.ended
  if (isMounted) execFileSync('/usr/bin/env', ['umount', disk])
  rmSync(disk, { recursive: true, force: true })
})

const toDigest = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const send = async (method: string, path: string, body?: Uint8Array, type = 'application/octet-stream') => {
  const headers = { authorization, 'content-type': type }
  const answer = await fetch(`${url}/v2/${repository}/${path}`, {
    method,
    headers,
    body: body === undefined ? null : Buffer.from(body),
  })
  return { status: answer.status, text: await answer.text() }
}
const pushBlob = (bytes: Uint8Array) => send('POST', `blobs/uploads/?digest=${toDigest(bytes)}`, bytes)
/** An image with a layer of five megabytes; the status of the first step that was refused. */
async function pushImage(tag: string): Promise<number> {
  const [config, layer] = [Buffer.from('{}'), randomBytes(5_000_000)]
  for (const blob of [config, layer]) {
    const { status } = await pushBlob(blob)
    if (status !== 201) return status
  }
  const toDescriptor = (bytes: Uint8Array, mediaType: string) => ({
    mediaType,
    digest: toDigest(bytes),
    size: bytes.length,
  })
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_IMAGE,
      config: toDescriptor(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [toDescriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
    }),
  )
  return (await send('PUT', `manifests/${tag}`, manifest, OCI_IMAGE)).status
}
const readHealth = async () => {
  const answer = await fetch(`${url}/healthz`)
  return { httpStatus: answer.status, ...JSON.parse(await answer.text()) }
}
const countFree = () => {
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize
}
/** Takes everything that is left. */
function fillUp(): void {
  const file = openSync(filler, 'a')
  for (const bytes of [100_000, 4096, 512, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(bytes, 7))
    } catch {
      // Smaller pieces may fit.
    }
  }
  closeSync(file)
}
/** A command of the operator. */
const command = async (...args: string[]) => {
  const cli = join(import.meta.dirname, 'cli.ts')
  const env = childEnvironment({ DATA_DIR: dataDir, RESERVE_MEGABYTES: '4' })
  return (await promisify(execFile)(process.execPath, [cli, ...args], { env })).stdout
}
const collect = () => command('store', 'gc', '--grace-seconds', '0')
const countLines = (text: string) => registry?.lines.filter((line) => line.includes(text)).length

test.skipIf(!isMounted)('what does not fit is refused before it is sent, in words of each API', async () => {
  await vi.waitFor(() => expect(statSync(join(dataDir, 'reserve')).size).toBe(4_000_000))
  expect(await readHealth()).toMatchObject({ httpStatus: 200, status: 'ok' })
  const { hostname, port } = new URL(url)
  // The length alone is sent: an answer proves that nobody waits for the body.
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization, 'content-length': 100_000_000 }
    const path = `/v2/${repository}/blobs/uploads/?digest=sha256:${'0'.repeat(64)}`
    const call = request({ hostname, port, method: 'POST', path, headers }, (answer) => {
      resolve(answer.statusCode)
      call.destroy()
    })
    call.on('error', reject)
    call.flushHeaders()
  })
  expect(refused).toBe(507)
})

test.skipIf(!isMounted)(
  'pushes fill the disk up to the reserve, and no further',
  { timeout: 60_000 },
  async () => {
    let pushed = 0
    let status = 201
    while (status === 201 && pushed < 20) {
      status = await pushImage(`v${pushed}`)
      if (status === 201) pushed += 1
    }
    expect(status).toBe(507)
    expect(pushed).toBeGreaterThan(4)
    expect(countFree()).toBeGreaterThan(2_000_000)
  },
)

test.skipIf(!isMounted)(
  'at 0 bytes free deletes and garbage collection go on, and then there is room again',
  { timeout: 60_000 },
  async () => {
    fillUp()
    expect(countFree()).toBeLessThan(4096)
    await vi.waitFor(async () => expect(await readHealth()).toMatchObject({ status: 'low-space' }), 5000)
    expect((await readHealth()).httpStatus).toBe(200)
    expect(await pushBlob(Buffer.from('small'))).toMatchObject({
      status: 507,
      text: expect.stringContaining('The disk of the registry is full.'),
    })
    const catalogData = { aboutText: 'more' }
    const put = client.send(new PutRepositoryCatalogDataCommand({ repositoryName: 'app', catalogData }))
    await expect(put).rejects.toMatchObject({
      name: 'ServerException',
      message: expect.stringContaining('The disk of the registry is full.'),
      $metadata: { httpStatusCode: 507 },
    })
    expect((await send('GET', 'manifests/v0')).status).toBe(200)
    // Whatever is left of the reserve is taken, too: only what is given up from now on is there.
    for (const tag of ['v0', 'v1']) {
      const imageIds = [{ imageTag: tag }]
      const { imageIds: deleted } = await client.send(
        new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }),
      )
      expect(deleted).toHaveLength(1)
    }
    expect((await send('DELETE', 'manifests/v2')).status).toBe(202)
    expect(await collect()).toMatch(/^Removed [2-9] blobs \(1[05]\.\d MB\)/)
    expect(countFree()).toBeGreaterThan(9_000_000)
    rmSync(filler)
    await vi.waitFor(async () => expect(await readHealth()).toMatchObject({ status: 'ok' }), 5000)
    expect(await pushImage('again')).toBe(201)
    await vi.waitFor(() => expect(statSync(join(dataDir, 'reserve')).size).toBe(4_000_000), 5000)
    expect([countLines('the disk is nearly full'), countLines('there is room on the disk again')]).toEqual([
      1, 1,
    ])
  },
)

test.skipIf(!isMounted)(
  'a registry that ends while the disk is full starts again out of the reserve; without one, start and commands say what to do',
  { timeout: 60_000 },
  async () => {
    const end = async () => {
      registry?.process.kill('SIGKILL')
      await registry?.ended
    }
    const start = () => {
      registry = startRegistry(dataDir, { RESERVE_MEGABYTES: '4', LOG_LEVEL: 'info' })
      return registry.url
    }
    const isFull = /The disk of .* is full/
    await end()
    expect(statSync(join(dataDir, 'reserve')).size).toBe(4_000_000)
    fillUp()
    url = await start()
    expect(await readHealth()).toMatchObject({ httpStatus: 200, status: 'low-space' })
    expect((await send('GET', 'manifests/again')).status).toBe(200)
    fillUp()
    await expect(command('account', 'create')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(isFull),
    })
    await expect(command('backup', join(disk, 'backup'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(isFull),
    })
    await end()
    // As after an orderly end, which leaves no index of the log.
    rmSync(join(dataDir, 'metadata.sqlite-shm'))
    fillUp()
    await expect(start()).rejects.toThrow(isFull)
    await expect(command('account', 'list')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(isFull),
    })
    rmSync(filler)
    url = await start()
    expect(await pushImage('once-more')).toBe(201)
  },
)
