/**
 * `kill -9` during a stream of writes and pushes: no change is without its record and no record of success without its change,
 * the chain is whole after each kill, and the files are completed by the next start.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { openStore, type Store } from '#registry/store/open-store.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { waitForKill } from '#testing/registry/wait-for-kill.ts'
import { listAuditFiles } from './audit-file-list.ts'
import { verifyAuditLog } from './verify-audit-log.ts'

const rounds = 6
const longestStreamMs = 400
/** Of each round, also where the machine is slow. */
const leastCalls = 4
/** That were answered in all rounds. */
let calls = 0

interface SuccessRecord {
  eventName: string
  errorCode?: string
  requestParameters: { repositoryName: string; imageTag?: string; layerDigests?: string[]; uploadId?: string }
}

let dataDir: string
let registry: RegistryProcess | null = null
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-kill-audit-'))
})
afterAll(async () => {
  await kill()
  rmSync(dataDir, { recursive: true })
})

test(`after ${rounds} kills the log tells what is there, no more and no less`, {
  timeout: 240_000,
}, async () => {
  let successes = 0
  for (let round = 1; round <= rounds; round += 1) {
    registry = startRegistry(dataDir)
    const endpoint = await registry.url
    const stream = Promise.all([createUntilKilled(endpoint, round), pushUntilKilled(endpoint, round)])
    await waitForKill({ longestMs: longestStreamMs, atLeast: leastCalls, count: () => calls })
    await kill()
    await stream
    successes = await expectAgreement(round)
  }
  // Otherwise the kills came before anything was done.
  expect(successes).toBeGreaterThan(rounds * 2)

  registry = startRegistry(dataDir)
  await registry.url
  await vi.waitFor(() => expect(listAuditFiles(dataDir)).not.toEqual([]))
  registry.process.kill('SIGTERM')
  expect(await registry.ended).toBe(0)
  registry = null
  const { witnessed, records, broken } = await withStore((store) => verifyAuditLog(store, dataDir))
  expect(broken).toBeNull()
  // All of what was there when it started.
  expect(witnessed).toBeGreaterThanOrEqual(successes)
  expect(records).toBeGreaterThanOrEqual(witnessed)
})

async function kill(): Promise<void> {
  registry?.process.kill('SIGKILL')
  await registry?.ended
  registry = null
}

async function withStore<Result>(read: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ dataDir })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}

/** Compares the log with the tables; returns how many successes it has. */
function expectAgreement(round: number): Promise<number> {
  return withStore(async (store) => {
    expect((await verifyAuditLog(store, dataDir)).broken, `round ${round}`).toBeNull()
    const records = await readRecords(store)
    const db = databaseOf(store)
    const created = records.filter(({ eventName }) => eventName === 'CreateRepository')
    const repositories = await db.selectFrom('repository').select('name').execute()
    expect(sort(created.map(({ requestParameters }) => requestParameters.repositoryName))).toEqual(
      sort(repositories.map(({ name }) => name)),
    )
    const put = records.filter(({ eventName }) => eventName === 'PutImage')
    const tags = await db.selectFrom('image_tag').select('tag').execute()
    expect(sort(put.map(({ requestParameters }) => requestParameters.imageTag ?? ''))).toEqual(
      sort(tags.map(({ tag }) => tag)),
    )
    const completed = records.filter(({ eventName }) => eventName === 'CompleteLayerUpload')
    const blobs = await db.selectFrom('repository_blob').select('digest').execute()
    expect(sort(completed.flatMap(({ requestParameters }) => requestParameters.layerDigests ?? []))).toEqual(
      sort(blobs.map(({ digest }) => digest)),
    )
    // A layer that is there has the record of its parts too, since they went along with it.
    const parts = records.filter(({ eventName }) => eventName === 'UploadLayerPart')
    const uploads = new Set(parts.map(({ requestParameters }) => requestParameters.uploadId))
    for (const { requestParameters } of completed) expect(uploads).toContain(requestParameters.uploadId)
    return created.length + put.length + completed.length
  })
}

async function readRecords({ audit }: Store): Promise<SuccessRecord[]> {
  const records: SuccessRecord[] = []
  for (let after = 0; ; ) {
    const events = await audit.list(after)
    if (events.length === 0) return records.filter(({ errorCode }) => errorCode === undefined)
    records.push(...events.map(({ record }) => JSON.parse(record)))
    after = events.at(-1)?.sequence ?? after
  }
}

const sort = (values: readonly string[]) => [...values].sort()

function connect(endpoint: string): ECRPUBLICClient {
  const credentials = fromIni({
    profile: 'admin',
    filepath: join(dataDir, 'credentials'),
    ignoreCache: true,
  })
  return new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
}

/** A connection that broke is what the test is about. */
async function untilBroken(run: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    try {
      await run(turn)
      calls += 1
    } catch (error) {
      if (error instanceof Error && '$fault' in error) throw error
      return
    }
  }
}

async function createUntilKilled(endpoint: string, round: number): Promise<void> {
  const client = connect(endpoint)
  await untilBroken(async (turn) => {
    await client.send(new CreateRepositoryCommand({ repositoryName: `r${round}/${turn}` }))
  })
  client.destroy()
}

/** Each turn a layer of its own, and a manifest of it under a tag of its own. */
async function pushUntilKilled(endpoint: string, round: number): Promise<void> {
  const client = connect(endpoint)
  let session: { url: string; authorization: string } | null = null
  await untilBroken(async (turn) => {
    session ??= await openSession(client, endpoint, round)
    const { url, authorization } = session
    const send = (method: string, target: string, body?: string, type = 'application/octet-stream') =>
      fetch(target, {
        method,
        headers: { authorization, 'content-type': type },
        ...(body !== undefined && { body }),
      })
    const content = `layer ${round} ${turn}`
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
    const begun = await send('POST', `${url}/blobs/uploads/`)
    const location = new URL(begun.headers.get('location') ?? '', endpoint).href
    await send('PATCH', location, content)
    await send('PUT', `${location}?digest=${digest}`)
    const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest, size: content.length }
    const config = { ...layer, mediaType: 'application/vnd.oci.image.config.v1+json' }
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers: [layer] })
    await send('PUT', `${url}/manifests/t-${round}-${turn}`, manifest, OCI_IMAGE)
  })
  client.destroy()
}

async function openSession(client: ECRPUBLICClient, endpoint: string, round: number) {
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const { repository } = await client.send(new CreateRepositoryCommand({ repositoryName: `pushed-${round}` }))
  const path = repository?.repositoryUri?.split('/').slice(1).join('/')
  return { url: `${endpoint}/v2/${path}`, authorization: `Basic ${authorizationData?.authorizationToken}` }
}
