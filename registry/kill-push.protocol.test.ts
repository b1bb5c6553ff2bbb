/**
 * `kill -9` at any step of uploads and manifest PUTs: after the next start, every blob and manifest that was acknowledged
 * is there with its checksum, nothing half-written is served, and `verify` finds the store whole.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { type RegistryProcess, startRegistry } from '#testing/registry/start-registry.ts'
import { waitForKill } from '#testing/registry/wait-for-kill.ts'

const rounds = 35
const pushersAtOnce = 4
/** A round pushes for at most so long before it is killed. */
const longestPushMs = 250
/** Acknowledged before a kill, up to so many, so that kills come in every step also where the machine is slow. */
const mostAwaited = 8

let dataDir: string
let registry: RegistryProcess | null = null
/** As `ALIAS/NAME`. */
let repository = ''
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-kill-push-'))
})
afterAll(async () => {
  await kill()
  rmSync(dataDir, { recursive: true })
})

/** What was answered with 201, by path below `/v2/`: blobs by digest, manifests by digest and by tag. */
const acknowledged = new Map<string, Buffer>()
/** Everything that was ever sent, whether it was answered or not. */
const sent = new Map<string, Buffer>()
/** What a tag may point to beside what was acknowledged: it was being pushed when the registry was killed. */
const pendingTags = new Map<string, Buffer>()
/** What was read back once since it was sent. */
const checked = new Set<string>()
/** In which step the registry was killed. */
const killedIn = new Map<string, number>()

interface Session {
  url: string
  repository: string
  authorization: string
}

// The limit is for machines that have other work.
test(`after ${rounds} kills everything acknowledged is there`, { timeout: 600_000 }, async () => {
  for (let round = 0; round < rounds; round += 1) {
    const session = await open()
    await expectSurvived(session, round)
    const pushing = Array.from({ length: pushersAtOnce }, (_, pusher) => pushUntilKilled(session, pusher))
    const atLeast = 1 + Math.floor(Math.random() * mostAwaited)
    await waitForKill({ longestMs: longestPushMs, atLeast, count: () => acknowledged.size })
    await kill()
    await Promise.all(pushing)
  }
  await expectSurvived(await open(), rounds)
  registry?.process.kill('SIGTERM')
  await registry?.ended
  const env = childEnvironment({ DATA_DIR: dataDir })
  const verify = await promisify(execFile)(process.execPath, ['registry/cli.ts', 'store', 'verify'], { env })
  expect(verify.stdout).toContain('are whole.')
  // Otherwise the kills came between the steps, and the test has shown nothing.
  for (const step of ['POST', 'PATCH', 'PUT blob', 'PUT manifest']) {
    expect(killedIn.get(step) ?? 0, `kills in ${step}`).toBeGreaterThan(0)
  }
  expect(acknowledged.size).toBeGreaterThan(rounds)
})

async function open(): Promise<Session> {
  // Compiled code that is kept makes a start a third shorter, and this test is mostly starts.
  registry = startRegistry(dataDir, { NODE_COMPILE_CACHE: join(dataDir, 'compiled') })
  const url = await registry.url
  const credentials = fromIni({ profile: 'admin', filepath: join(dataDir, 'credentials'), ignoreCache: true })
  const client = new ECRPUBLICClient({ endpoint: url, region: 'us-east-1', credentials })
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}))
  const made = await client
    .send(new CreateRepositoryCommand({ repositoryName: 'killed' }))
    .catch((error: Error) => error.name)
  if (typeof made !== 'string')
    repository = made.repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
  client.destroy()
  return { url, repository, authorization: `Basic ${authorizationData?.authorizationToken}` }
}
async function kill(): Promise<void> {
  registry?.process.kill('SIGKILL')
  await registry?.ended
  registry = null
}

/** Pushes image after image, each step by itself, until the registry is gone. */
async function pushUntilKilled(session: Session, pusher: number): Promise<void> {
  let step = ''
  const call = async (name: string, method: string, path: string, body?: Buffer, headers = {}) => {
    step = name
    const { authorization, url } = session
    const init = {
      method,
      headers: { authorization, ...headers },
      ...(body && { body: new Uint8Array(body) }),
    }
    const response = await fetch(`${url}${path}`, init)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${name} was answered with ${response.status}`)
    return response
  }
  const pushBlob = async (content: Buffer) => {
    const path = `blobs/${toDigest(content)}`
    sent.set(path, content)
    const { headers } = await call('POST', 'POST', `/v2/${session.repository}/blobs/uploads/`)
    const location = headers.get('location') ?? ''
    const half = content.length >> 1
    await call('PATCH', 'PATCH', location, content.subarray(0, half))
    await call('PUT blob', 'PUT', `${location}?digest=${toDigest(content)}`, content.subarray(half))
    acknowledged.set(path, content)
  }
  try {
    for (;;) {
      const config = Buffer.from('{}')
      const layer = randomBytes(1_000 + Math.floor(Math.random() * 3_000_000))
      await pushBlob(config)
      await pushBlob(layer)
      const manifest = toManifest(config, layer)
      const digest = toDigest(manifest)
      const tag = `manifests/tag-${pusher}`
      sent.set(`manifests/${digest}`, manifest)
      pendingTags.set(tag, manifest)
      const path = `/v2/${session.repository}/${tag}`
      await call('PUT manifest', 'PUT', path, manifest, { 'content-type': OCI_IMAGE })
      pendingTags.delete(tag)
      acknowledged.set(tag, manifest)
      acknowledged.set(`manifests/${digest}`, manifest)
    }
  } catch (error) {
    // The connection ended with the registry; anything else is a failure.
    if (!(error instanceof TypeError)) throw error
    killedIn.set(step, (killedIn.get(step) ?? 0) + 1)
  }
}

function toManifest(config: Buffer, layer: Buffer): Buffer {
  const toDescriptor = (content: Buffer) => ({
    mediaType: 'application/octet-stream',
    digest: toDigest(content),
    size: content.length,
  })
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: toDescriptor(config),
    layers: [toDescriptor(layer)],
  }
  return Buffer.from(JSON.stringify(manifest))
}

function toDigest(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** Reads back all that was ever sent: what was acknowledged is there, and what is there is right. */
async function expectSurvived(
  { url, repository: path, authorization }: Session,
  round: number,
): Promise<void> {
  const read = async (name: string) => {
    const response = await fetch(`${url}/v2/${path}/${name}`, { headers: { authorization } })
    const content = Buffer.from(await response.arrayBuffer())
    if (response.status !== 404) expect(response.status, `${name} in round ${round}`).toBe(200)
    return response.status === 404 ? null : content
  }
  // What is older has been read many times; all of it is read again at the end, by `verify` too.
  const isLast = round === rounds
  const names = [...new Set([...acknowledged.keys(), ...sent.keys(), ...pendingTags.keys()])]
  const chosen = isLast ? names : names.filter((name) => name.includes('tag-') || !checked.has(name))
  for (const name of chosen) {
    const content = await read(name)
    const allowed = [acknowledged.get(name), pendingTags.get(name)].filter((it) => it !== undefined)
    if (name.includes('/tag-')) {
      if (content === null) expect(acknowledged.has(name), `${name} in round ${round}`).toBe(false)
      else
        expect(
          allowed.some((it) => it.equals(content)),
          `${name} in round ${round}`,
        ).toBe(true)
      if (content !== null) acknowledged.set(name, content)
    } else {
      if (content === null) expect(acknowledged.has(name), `${name} in round ${round}`).toBe(false)
      else expect(`${name.split('/')[0]}/${toDigest(content)}`).toBe(name)
      checked.add(name)
    }
  }
  pendingTags.clear()
  // What the killed process had received in part stays only where a record says whose it is.
  const left = readdirSync(join(dataDir, 'uploads'))
  expect(left.filter((name) => !name.endsWith('.json') && !left.includes(`${name}.json`))).toEqual([])
}
