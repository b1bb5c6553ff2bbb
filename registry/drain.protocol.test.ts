/**
 * Guards that the registry stops without harm: readiness falls first, a push that runs is finished, new work is refused in words,
 * and what takes longer than it may is cut off.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'

let dataDir: string
let registry: RegistryProcess

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-drain-'))
})
afterEach(async () => {
  registry.process.kill('SIGKILL')
  await registry.ended
  rmSync(dataDir, { recursive: true })
})

interface Publisher {
  url: string
  /** `ALIAS/NAME` of a repository that is there. */
  name: string
  send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response>
}

async function start(environment: Record<string, string>): Promise<Publisher> {
  registry = startRegistry(dataDir, environment)
  const url = await registry.url
  const credentials = fromIni({
    profile: 'admin',
    filepath: join(dataDir, 'credentials'),
    ignoreCache: true,
  })
  const client = new ECRPUBLICClient({ endpoint: url, region: 'us-east-1', credentials })
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: 'harbour-pilot' }))
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  client.destroy()
  return {
    url,
    name: repository?.repositoryUri?.replace(/^[^/]+\//, '') ?? '',
    send: (method, path, body, type = 'application/octet-stream') =>
      fetch(new URL(path, url), {
        method,
        headers: { authorization: `Basic ${authorizationData?.authorizationToken}`, 'content-type': type },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      }),
  }
}

/** A layer whose second half comes when it is let. */
function toSlowLayer(): { body: ReadableStream<Uint8Array>; digest: string; size: number; release(): void } {
  const halves = [Buffer.alloc(300_000, 'a'), Buffer.alloc(300_000, 'b')] as const
  const { promise, resolve } = Promise.withResolvers<void>()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(halves[0])
      await promise
      controller.enqueue(halves[1])
      controller.close()
    },
  })
  return { body, digest: toDigest('sha256', Buffer.concat(halves)), size: 600_000, release: resolve }
}

test('a push that runs is finished, to its tag, while new work is refused in words', async () => {
  const { url, name, send } = await start({ DRAIN_SECONDS: '60' })
  const begun = await send('POST', `/v2/${name}/blobs/uploads/`)
  const location = begun.headers.get('location') ?? ''
  const layer = toSlowLayer()
  const sending = send('PATCH', location, layer.body)
  await sleep(200)
  registry.process.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)

  const pull = await fetch(`${url}/v2/somebody/else/manifests/latest`)
  expect([pull.status, pull.headers.get('retry-after'), pull.headers.get('connection')]).toEqual([
    503,
    '5',
    'close',
  ])
  expect(await pull.json()).toMatchObject({
    errors: [{ code: 'UNAVAILABLE', message: expect.stringContaining('is stopping') }],
  })
  const call = await fetch(url, { method: 'POST', body: '{}' })
  expect([call.status, await call.json()]).toEqual([
    503,
    expect.objectContaining({ __type: 'ServiceUnavailableException' }),
  ])
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ reasons: [{ name: 'stopping' }] })
  expect((await fetch(`${url}/livez`)).status).toBe(200)

  // What the client of the push asks for between its steps.
  expect((await send('GET', '/v2/')).status).toBe(200)
  expect((await send('GET', `/token/?scope=repository:${name}:push`)).status).toBe(200)

  layer.release()
  expect((await sending).status).toBe(202)
  expect((await send('PUT', `${location}?digest=${layer.digest}`)).status).toBe(201)
  const config = Buffer.from('{}')
  const configDigest = toDigest('sha256', config)
  expect((await send('POST', `/v2/${name}/blobs/uploads/?digest=${configDigest}`, config)).status).toBe(201)
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: 2 },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layer.digest, size: layer.size }],
  })
  const tagged = await send('PUT', `/v2/${name}/manifests/1.0`, manifest, OCI_IMAGE)
  expect(tagged.status).toBe(201)
  // The push is over, so nothing is waited for any longer.
  expect(await registry.ended).toBe(0)
  expect(registry.lines.join('\n')).not.toContain('cut off')
})

test('before anything is refused, everything is served for the delay while readiness is down', async () => {
  const { url, name, send } = await start({ DRAIN_DELAY_SECONDS: '3' })
  registry.process.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const begun = await send('POST', `/v2/${name}/blobs/uploads/`)
  expect([begun.status, begun.headers.get('connection')]).toEqual([202, 'close'])
  await send('DELETE', begun.headers.get('location') ?? '')
  expect(await registry.ended).toBe(0)
})

test('what takes longer than the drain time is cut off, and the log says so', async () => {
  const { name, send } = await start({ DRAIN_SECONDS: '0.2' })
  const begun = await send('POST', `/v2/${name}/blobs/uploads/`)
  const layer = toSlowLayer()
  const sending = send('PATCH', begun.headers.get('location') ?? '', layer.body)
  const failed = expect(sending).rejects.toThrow()
  await sleep(200)
  registry.process.kill('SIGTERM')
  await failed
  layer.release()
  expect(await registry.ended).toBe(0)
  expect(registry.lines.join('\n')).toContain('cut off')
})
