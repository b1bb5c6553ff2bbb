/** Limits as real clients meet them: curl, skopeo, and 50 clients of the official SDK against the running registry. */
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as sdk from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'

const has = (command: string) => spawnSync(command, ['--version']).error === undefined
const run = promisify(execFile)

let registry: RunningRegistry
let accountId: string
let alias: string

beforeAll(async () => {
  registry = await runRegistry(undefined, {
    RATE_LIMITS: 'aws',
    RATE_BURST_SECONDS: '1',
    // Otherwise what comes from this machine is not limited.
    UNLIMITED_CLIENTS: '192.0.2.255',
    TRUSTED_PROXIES: '1',
  })
  const admin = createClient()
  await admin.createRepository({ repositoryName: 'app' })
  const { registries } = await admin.describeRegistries({})
  accountId = registries?.[0]?.registryId ?? ''
  alias = registries?.[0]?.aliases?.[0]?.name ?? ''
  await pushImage(admin)
})
afterAll(() => registry?.remove())

function createClient(config: sdk.ECRPUBLICClientConfig = {}): sdk.ECRPUBLIC {
  const credentials = fromIni({ filepath: registry.credentialsFile, profile: 'admin' })
  return new sdk.ECRPUBLIC({ endpoint: registry.endpoint, region: 'us-east-1', credentials, ...config })
}

/** While the registry runs, as an operator does it. */
async function setQuota(name: string, value: number): Promise<void> {
  const options = ['quota', 'set', '--account', accountId, '--name', name, '--value', String(value)]
  const env = childEnvironment(registry.forCommands)
  await run(process.execPath, [join(import.meta.dirname, '..', '..', 'cli.ts'), ...options], { env })
}

async function pushImage(admin: sdk.ECRPUBLIC): Promise<void> {
  const { authorizationData } = await admin.getAuthorizationToken({})
  const authorization = `Basic ${authorizationData?.authorizationToken}`
  const send = async (method: string, path: string, body: string, type: string) => {
    const headers = { authorization, 'content-type': type }
    const response = await fetch(`${registry.endpoint}/v2/${alias}/app/${path}`, { method, headers, body })
    expect(response.status).toBe(201)
  }
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [] },
  })
  const digest = toDigest('sha256', Buffer.from(config))
  await send('POST', `blobs/uploads/?digest=${digest}`, config, 'application/octet-stream')
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: { mediaType, digest, size: config.length },
    layers: [],
  })
  await send('PUT', 'manifests/v1', manifest, OCI_IMAGE)
}

test.skipIf(!has('curl'))('curl shows what a client is told that pulls too fast', async () => {
  const { token } = (await (await fetch(`${registry.endpoint}/token/`)).json()) as { token: string }
  const pull = async (address: string) => {
    const forwarded = `X-Forwarded-For: 6.6.6.6, ${address}`
    const url = `${registry.endpoint}/v2/${alias}/app/manifests/v1`
    const { stdout } = await run('curl', [
      '-sSi',
      '-H',
      `Authorization: Bearer ${token}`,
      '-H',
      forwarded,
      url,
    ])
    return stdout
  }
  expect(await pull('192.0.2.1')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  const refused = await pull('192.0.2.1')
  expect(refused).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/)
  expect(refused).toMatch(/^retry-after: 1\r$/im)
  expect(refused).toMatch(/^ratelimit-policy: "pulls";q=1;w=1\r$/im)
  expect(refused).toMatch(/^ratelimit: "pulls";r=0;t=1\r$/im)
  expect(refused).toMatch(/\{"errors":\[\{"code":"TOOMANYREQUESTS","message":"Rate exceeded"\}\]\}$/)
  expect(await pull('192.0.2.2')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})

test.skipIf(!has('skopeo'))('skopeo waits as it is told, and then has the image', async () => {
  const image = `docker://${registry.endpoint.replace('http://', '')}/${alias}/app:v1`
  const inspect = () => run('skopeo', ['inspect', '--tls-verify=false', '--no-creds', '--raw', image])
  const inspected = await Promise.all([inspect(), inspect()])
  for (const { stdout } of inspected) expect(JSON.parse(stdout)).toMatchObject({ mediaType: OCI_IMAGE })
})

test('the SDK takes a refusal for throttling, and tries again by itself', async () => {
  await setQuota('get-authorization-token-rate', 1)
  const once = createClient({ maxAttempts: 1 })
  const refused = await Promise.allSettled([once.getAuthorizationToken({}), once.getAuthorizationToken({})])
  expect(refused.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { name: 'ThrottlingException', message: 'Rate exceeded', $fault: 'client' },
  })
  const patient = createClient({ maxAttempts: 10 })
  const answers = await Promise.all([patient.getAuthorizationToken({}), patient.getAuthorizationToken({})])
  expect(answers.map(({ $metadata }) => $metadata.httpStatusCode)).toEqual([200, 200])
  expect(Math.max(...answers.map(({ $metadata }) => $metadata.attempts ?? 0))).toBeGreaterThan(1)
})

test('50 clients of the SDK at once make exactly as many repositories as there is room for', async () => {
  await setQuota('repositories', 11)
  const made = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) =>
      createClient({ maxAttempts: 1 }).createRepository({ repositoryName: `repository-${n}` }),
    ),
  )
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  const message = `The registry with id '${accountId}' already has the maximum allowed number of repositories which is '11'`
  for (const refused of made.filter(({ status }) => status === 'rejected')) {
    expect(refused).toMatchObject({ reason: { name: 'LimitExceededException', message } })
  }
})
