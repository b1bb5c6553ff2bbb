/** What the operator's commands say of content in a bucket: what is lost or damaged, and a backup that needs the bucket no more. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { type SignedIn, signIn } from '#testing/registry/sign-in.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { findS3Problem, startRadosgw, type TestS3 } from '#testing/start-radosgw.ts'

const execute = promisify(execFile)
const problem = findS3Problem()
const layer = randomBytes(60_000)
const digest = `sha256:${createHash('sha256').update(layer).digest('hex')}`

describe.skipIf(problem !== null)(`commands on S3${problem === null ? '' : ` (${problem})`}`, () => {
  let s3: TestS3
  let bucket: string
  let work: string
  let registry: RegistryProcess
  let signedIn: SignedIn
  let url: string

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'registry-s3-commands-'))
    s3 = await startRadosgw()
    bucket = await s3.createBucket()
    registry = startRegistry(join(work, 'data'), s3.toEnvironment(bucket))
    url = await registry.url
    signedIn = await signIn(url, join(work, 'data'), 'tools')
  }, 180_000)
  afterAll(async () => {
    registry?.process.kill('SIGKILL')
    await registry?.ended
    await s3?.[Symbol.asyncDispose]()
    rmSync(work, { recursive: true })
  })

  const push = async () => {
    const { authorization, name } = signedIn
    const address = new URL(`/v2/${name}/blobs/uploads/?digest=${digest}`, url)
    const answer = await fetch(address, { method: 'POST', headers: { authorization }, body: layer })
    expect(answer.status).toBe(201)
  }
  const pull = async (from = url) => {
    const { authorization, name } = signedIn
    const answer = await fetch(new URL(`/v2/${name}/blobs/${digest}`, from), { headers: { authorization } })
    return { status: answer.status, isWhole: Buffer.from(await answer.arrayBuffer()).equals(layer) }
  }
  const run = (environment: Record<string, string>, ...args: string[]) =>
    execute(process.execPath, ['registry/cli.ts', ...args], {
      env: childEnvironment({ LOG_LEVEL: 'fatal', ...environment }),
      timeout: 60_000,
    }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    )
  const command = (...args: string[]) =>
    run({ DATA_DIR: join(work, 'data'), ...s3.toEnvironment(bucket) }, ...args)
  const findKeys = async () => {
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key = '' }) => Key)
  }

  test('what is whole, damaged or lost is told so, and a push makes it whole', async () => {
    await push()
    expect(await command('store', 'check')).toContain('is whole')
    expect(await command('store', 'verify')).not.toContain('content of')
    const [key = ''] = await findKeys()
    const other = Buffer.from(layer).fill(0, 0, 10)
    await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: other }))
    expect(await command('store', 'verify')).toContain(`${digest} has the content of sha256:`)
    await push()
    expect(await command('store', 'verify')).not.toContain('content of')
    for (const one of await findKeys()) {
      await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: one }))
    }
    expect(await pull()).toEqual({ status: 404, isWhole: false })
    expect(await command('store', 'check')).toContain(`${digest} is missing`)
    await push()
    expect([await command('store', 'check'), await pull()]).toEqual([
      expect.stringContaining('is whole'),
      { status: 200, isWhole: true },
    ])
  })

  test('a backup has the content as files, and is restored without the bucket', async () => {
    await push()
    const [backup, restored] = [join(work, 'backup'), join(work, 'restored')]
    expect(await command('backup', backup)).toMatch(/blobs: +1 /)
    await run({ DATA_DIR: restored }, 'restore', backup)
    const again = startRegistry(restored)
    try {
      expect(await pull(await again.url)).toEqual({ status: 200, isWhole: true })
    } finally {
      again.process.kill('SIGTERM')
      await again.ended
    }
  })

  test('content moves from files into a bucket and back, for a registry that is started on the other side', async () => {
    const dataDir = join(work, 'moved')
    const inBucket = s3.toEnvironment(await s3.createBucket())
    const start = async (environment: Record<string, string>) => {
      const started = startRegistry(dataDir, environment)
      const address = await started.url
      const stop = async () => {
        started.process.kill('SIGTERM')
        await started.ended
      }
      return { address, stop }
    }
    const first = await start({})
    const { authorization, name } = await signIn(first.address, dataDir, 'tools')
    const to = new URL(`/v2/${name}/blobs/uploads/?digest=${digest}`, first.address)
    await fetch(to, { method: 'POST', headers: { authorization }, body: layer })
    expect(await run({ DATA_DIR: dataDir, ...inBucket }, 'store', 'move-content', '--to', 'bucket')).toMatch(
      /in use|runs|Stop it/,
    )
    await first.stop()
    const isThere = async (environment: Record<string, string>) => {
      const { address, stop } = await start(environment)
      const answer = await fetch(new URL(`/v2/${name}/blobs/${digest}`, address), {
        headers: { authorization },
      })
      const isWhole = Buffer.from(await answer.arrayBuffer()).equals(layer)
      await stop()
      return isWhole
    }
    for (const [where, environment] of [
      ['bucket', inBucket],
      ['files', {}],
    ] as const) {
      expect(await run({ DATA_DIR: dataDir, ...inBucket }, 'store', 'move-content', '--to', where)).toContain(
        '1 blobs are in',
      )
      expect(await isThere(environment)).toBe(true)
    }
  })
})
