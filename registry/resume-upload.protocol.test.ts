/**
 * Uploads outlive the registry, by the real program: after `kill -9` and after a stop, a client that asks is told what the disk has, goes
 * on there, and gets what it sent, in both APIs; nobody else can go on with it.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompleteLayerUploadCommand,
  type ECRPUBLICClient,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr-public'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { createRegistryInFolder, type RegistryInFolder } from '#testing/registry/registry-in-folder.ts'
import { signIn } from '#testing/registry/sign-in.ts'

let registry: RegistryInFolder
beforeEach(() => {
  registry = createRegistryInFolder('registry-resume-')
})
afterEach(() => registry.remove())

interface Publisher {
  client: ECRPUBLICClient
  /** `ALIAS/NAME` of a repository that is there. */
  name: string
  send(method: string, path: string, body?: BodyInit, headers?: Record<string, string>): Promise<Response>
}

async function start(): Promise<Publisher> {
  const url = await registry.start()
  const { client, name, authorization } = await signIn(url, registry.dataDir, 'half-way')
  return {
    client,
    name,
    send: (method, path, body, headers = {}) =>
      fetch(new URL(path, url), {
        method,
        headers: { authorization, 'content-type': 'application/octet-stream', ...headers },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
      }),
  }
}
const ends: readonly (readonly [string, NodeJS.Signals])[] = [
  ['kill -9', 'SIGKILL'],
  ['a stop', 'SIGTERM'],
]

test.each(ends)('after %s an upload goes on where the disk says that it is', async (_, signal) => {
  const content = randomBytes(9_000_000)
  const before = await start()
  const begun = await before.send('POST', `/v2/${before.name}/blobs/uploads/`)
  const location = begun.headers.get('location') ?? ''
  const first = await before.send('PATCH', location, new Uint8Array(content.subarray(0, 4_000_000)), {
    'content-range': '0-3999999',
  })
  expect(first.status).toBe(202)
  // A chunk that is on its way when the registry ends.
  const sending = before.send('PATCH', location, toStalling(content.subarray(4_000_000, 7_000_000)))
  const broken = expect(sending).rejects.toThrow()
  await sleep(300)
  registry.current().process.kill(signal)
  // The second signal ends what waits for its client.
  if (signal === 'SIGTERM') {
    await sleep(200)
    registry.current().process.kill(signal)
  }
  await broken
  await registry.current().ended

  const after = await start()
  expect(registry.current().lines.join('\n')).toContain('uploads that had begun before can go on')
  const anonymous = await fetch(new URL(location, await registry.current().url))
  expect([401, 404]).toContain(anonymous.status)
  const state = await after.send('GET', location)
  expect(state.status).toBe(204)
  const received = Number(state.headers.get('range')?.split('-')[1]) + 1
  expect(received).toBeGreaterThanOrEqual(4_000_000)
  expect(received).toBeLessThanOrEqual(7_000_000)
  const stale = await after.send('PATCH', location, 'again', { 'content-range': '0-4' })
  expect(stale.status).toBe(416)
  const rest = content.subarray(received)
  const range = `${received}-${content.length - 1}`
  expect((await after.send('PATCH', location, new Uint8Array(rest), { 'content-range': range })).status).toBe(
    202,
  )
  const digest = toDigest('sha256', content)
  expect((await after.send('PUT', `${location}?digest=${digest}`)).status).toBe(201)
  const pulled = await after.send('GET', `/v2/${after.name}/blobs/${digest}`)
  expect(Buffer.from(await pulled.arrayBuffer()).equals(content)).toBe(true)
  expect(readdirSync(join(registry.dataDir, 'uploads'))).toEqual([])
})

test('parts of the ECR Public API go on after the last whole one', async () => {
  const parts = [randomBytes(10_485_760), randomBytes(1_000_000)] as const
  const { client } = await start()
  const repositoryName = 'half-way'
  const { uploadId } = await client.send(new InitiateLayerUploadCommand({ repositoryName }))
  const send = (by: ECRPUBLICClient, first: number, part: Buffer) =>
    by.send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte: first,
        partLastByte: first + part.length - 1,
        layerPartBlob: part,
      }),
    )
  await send(client, 0, parts[0])
  await registry.end('SIGKILL')

  const after = await start()
  await expect(send(after.client, 0, parts[0])).rejects.toMatchObject({
    name: 'InvalidLayerPartException',
    lastValidByteReceived: parts[0].length - 1,
  })
  await send(after.client, parts[0].length, parts[1])
  const digest = toDigest('sha256', Buffer.concat(parts))
  const completed = await after.client.send(
    new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }),
  )
  expect(completed.layerDigest).toBe(digest)
  const pulled = await after.send('GET', `/v2/${after.name}/blobs/${digest}`)
  expect(toDigest('sha256', Buffer.from(await pulled.arrayBuffer()))).toBe(digest)
})

/** All but the last byte, and then nothing more. */
function toStalling(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(bytes.subarray(0, -1))),
  })
}
