/**
 * Measures what memory a registry takes for one large layer, pushed with PATCH and pulled with GET. By hand, for a layer
 * of 5 GB:
 *
 *     node testing/registry/measure-large-layer.ts 5000
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { type RunningRegistry, runRegistry } from './run-registry.ts'

export interface LargeLayerMeasurement {
  idleBytes: number
  /** Above idle, at most. */
  pushBytes: number
  pullBytes: number
  pushSeconds: number
  pullSeconds: number
  /** What was pulled has the digest of what was pushed. */
  isSame: boolean
}

const mebibyte = 1024 * 1024

/** Pushes and pulls a layer of so many mebibytes with a registry of its own. */
export async function measureLargeLayer(mebibytes: number): Promise<LargeLayerMeasurement> {
  const registry = await runRegistry()
  try {
    return await measure(registry, mebibytes)
  } finally {
    await registry.remove()
  }
}

async function measure(registry: RunningRegistry, mebibytes: number): Promise<LargeLayerMeasurement> {
  const { path, authorization } = await login(registry)
  const readBytes = () => readResidentBytes(registry.processId)
  const send = (method: string, url: string, body?: AsyncIterable<Uint8Array>) =>
    sendRequest(`${registry.endpoint}${url}`, method, authorization, body)
  await sleep(1_000)
  const idleBytes = readBytes()
  const pushed = createHash('sha256')
  const pull = createHash('sha256')
  const push = await watch(readBytes, async () => {
    const { headers } = await send('POST', `/v2/${path}/blobs/uploads/`)
    const location = headers.location ?? ''
    await send('PATCH', location, makeLayer(mebibytes, pushed))
    await send('PUT', `${location}?digest=sha256:${pushed.copy().digest('hex')}`)
  })
  const digest = pushed.digest('hex')
  const pulled = await watch(readBytes, async () => {
    const response = await send('GET', `/v2/${path}/blobs/sha256:${digest}`)
    for await (const chunk of response) pull.update(chunk)
  })
  return {
    idleBytes,
    pushBytes: push.peakBytes - idleBytes,
    pullBytes: pulled.peakBytes - idleBytes,
    pushSeconds: push.seconds,
    pullSeconds: pulled.seconds,
    isSame: pull.digest('hex') === digest,
  }
}

async function login({ endpoint, credentialsFile }: RunningRegistry) {
  const credentials = fromIni({ profile: 'admin', filepath: credentialsFile, ignoreCache: true })
  const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials })
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: 'large' }))
  client.destroy()
  const path = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  return { path, authorization: `Basic ${authorizationData?.authorizationToken}` }
}

/** Every mebibyte is another one, and none costs time to make. */
async function* makeLayer(
  mebibytes: number,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  const noise = randomBytes(mebibyte)
  for (let index = 0; index < mebibytes; index += 1) {
    const chunk = Buffer.from(noise)
    chunk.writeUInt32LE(index)
    hash.update(chunk)
    yield chunk
  }
}

async function sendRequest(
  url: string,
  method: string,
  authorization: string,
  body?: AsyncIterable<Uint8Array>,
): Promise<IncomingMessage> {
  const call = request(url, { method, headers: { authorization } })
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  call.once('response', resolve).once('error', reject)
  if (body === undefined) call.end()
  else await pipeline(body, call)
  const response = await promise
  if (method !== 'GET') response.resume()
  if ((response.statusCode ?? 500) >= 300)
    throw new Error(`${method} was answered with ${response.statusCode}`)
  return response
}

async function watch(readBytes: () => number, run: () => Promise<void>) {
  const startedAt = performance.now()
  let peakBytes = 0
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, readBytes())
  }, 50)
  try {
    await run()
  } finally {
    clearInterval(timer)
  }
  return { peakBytes: Math.max(peakBytes, readBytes()), seconds: (performance.now() - startedAt) / 1000 }
}

function readResidentBytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024
}

if (import.meta.main) console.log(await measureLargeLayer(Number(process.argv[2] ?? 5000)))
