/**
 * A layer of 100 MB into a real S3 service and out of it: through the registry, through Debian's `docker-registry` on the same service, and
 * by the S3 client alone, in turns within one run. The service is Ceph's gateway on this machine, whose work is in every figure.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import pMap from 'p-map'
import { signIn } from '#testing/registry/sign-in.ts'
import { runDockerRegistry } from '#testing/run-docker-registry.ts'
import { findS3Problem, startRadosgw, type TestS3 } from '#testing/start-radosgw.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'
import { findCommand } from '../scripts/find-command.ts'
import { toMedian } from './median.ts'
import { round } from './round.ts'

const layerBytes = 100_000_000
const partBytes = 5 * 1024 * 1024
/** As many parts as the registry sends at a time. */
const partsAtATime = 2

/** One way to bring a layer and to fetch it, each in seconds. */
interface Way {
  name: string
  push(layer: Buffer): Promise<void>
  pull(layer: Buffer): Promise<void>
}

/** Measures and prints; says so and does nothing where there is no such service. */
export async function run({ rounds }: { rounds: number }): Promise<void> {
  const problem = findS3Problem()
  if (problem !== null) {
    console.log(`\nS3 was not measured: ${problem}.`)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-s3-'))
  const s3 = await startRadosgw()
  const bucket = await s3.createBucket()
  const registry = await startTestRegistry({ ...s3.toEnvironment(bucket), RATE_LIMITS: 'off' })
  const peer = findCommand('docker-registry') === null ? null : await startPeer(s3, folder)
  const signedIn = await signIn(registry.url, registry.dataDir, 'measured')
  const own = { url: registry.url, name: signedIn.name, authorization: signedIn.authorization }
  const ways: Way[] = [
    toClientAlone(s3, bucket, 'in one request'),
    toClientAlone(s3, bucket, 'in parts'),
    toRegistry('the registry, PATCH and PUT', own, 'stream'),
    toRegistry('the registry, one POST', own, 'at-once'),
    ...(peer === null
      ? []
      : [toRegistry('docker-registry, PATCH and PUT', { url: peer.url, name: 'measured' }, 'stream')]),
  ]
  const measured = ways.map(() => ({ push: [] as number[], pull: [] as number[] }))
  try {
    for (let done = 0; done < rounds; done += 1) {
      for (const [index, way] of ways.entries()) {
        const layer = randomBytes(layerBytes)
        measured[index]?.push.push(await time(() => way.push(layer)))
        measured[index]?.pull.push(await time(() => way.pull(layer)))
      }
    }
  } finally {
    await peer?.stop()
    await registry.stop()
    await s3[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  }
  const alone = (what: 'push' | 'pull') =>
    Math.min(...measured.slice(0, 2).map((figures) => toMedian(figures[what])))
  const table = ways.map(({ name }, index): [string, object] => {
    const [push, pull] = [toMedian(measured[index]?.push ?? []), toMedian(measured[index]?.pull ?? [])]
    return [
      name,
      {
        'push (s)': round(push),
        '× client alone': round(push / alone('push')),
        'pull (s)': round(pull),
        '× the client alone': round(pull / alone('pull')),
      },
    ]
  })
  console.log(`\nA layer of ${layerBytes / 1e6} MB on S3, medians of ${rounds}`)
  console.table(Object.fromEntries(table))
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function toClientAlone({ client }: TestS3, Bucket: string, how: 'in one request' | 'in parts'): Way {
  const toKey = (layer: Buffer) => `alone/${layer.subarray(0, 16).toString('hex')}`
  const pushInParts = async (layer: Buffer) => {
    const object = { Bucket, Key: toKey(layer) }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object))
    const starts = Array.from({ length: Math.ceil(layer.length / partBytes) }, (_, n) => n * partBytes)
    const Parts = await pMap(
      starts,
      async (start, index) => {
        const Body = layer.subarray(start, start + partBytes)
        const part = { ...object, UploadId, PartNumber: index + 1, Body }
        const { ETag } = await client.send(new UploadPartCommand(part))
        return { ETag, PartNumber: index + 1 }
      },
      { concurrency: partsAtATime },
    )
    await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }))
  }
  return {
    name: `the S3 client alone, ${how}`,
    push: async (layer) => {
      if (how === 'in parts') await pushInParts(layer)
      else await client.send(new PutObjectCommand({ Bucket, Key: toKey(layer), Body: layer }))
    },
    async pull(layer) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: toKey(layer) }))
      await requireBytes(Body as AsyncIterable<Uint8Array>, layer.length)
    },
  }
}

function toRegistry(
  name: string,
  at: { url: string; name: string; authorization?: string },
  how: 'stream' | 'at-once',
): Way {
  const headers = at.authorization === undefined ? {} : { authorization: at.authorization }
  const toDigest = (layer: Buffer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`
  const send = async (method: string, address: string | URL, wanted: number, body?: Buffer<ArrayBuffer>) => {
    const url = new URL(address, at.url)
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
    if (answer.status !== wanted) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const withDigest = (location: string, layer: Buffer) => {
    const url = new URL(location, at.url)
    url.searchParams.set('digest', toDigest(layer))
    return url
  }
  const begin = `/v2/${at.name}/blobs/uploads/`
  return {
    name,
    async push(layer) {
      const body = Buffer.from(layer.buffer as ArrayBuffer, layer.byteOffset, layer.length)
      if (how === 'at-once') {
        await send('POST', withDigest(begin, layer), 201, body)
        return
      }
      const begun = await send('POST', begin, 202)
      const patched = await send('PATCH', begun.headers.get('location') ?? '', 202, body)
      await send('PUT', withDigest(patched.headers.get('location') ?? '', layer), 201)
    },
    async pull(layer) {
      const answer = await send('GET', `/v2/${at.name}/blobs/${toDigest(layer)}`, 200)
      await requireBytes(answer.body ?? [], layer.length)
    },
  }
}

async function requireBytes(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, wanted: number) {
  let read = 0
  for await (const chunk of body) read += chunk.length
  if (read !== wanted) throw new Error(`${read} bytes came instead of ${wanted}.`)
}

async function startPeer(s3: TestS3, folder: string) {
  const storage = {
    s3: {
      accesskey: s3.accessKeyId,
      secretkey: s3.secretAccessKey,
      region: 'us-east-1',
      regionendpoint: s3.endpoint,
      bucket: await s3.createBucket(),
      secure: false,
      v4auth: true,
    },
    redirect: { disable: true },
  }
  return runDockerRegistry(folder, [], JSON.stringify(storage))
}
