/** Images of another registry, pulled through this one: both are the real program, and so is the client. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  CreateRepositoryCommand,
  DescribeRegistriesCommand,
  ECRPUBLICClient,
} from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPusher, type Pusher } from '#testing/create-pusher.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type RunningRegistry, runRegistry } from '#testing/registry/run-registry.ts'

const run = promisify(execFile)
let folder: string
let upstream: RunningRegistry
let registry: RunningRegistry
let pusher: Pusher
let name: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pull-through-'))
  upstream = await runRegistry()
  const admin = new ECRPUBLICClient({
    endpoint: upstream.endpoint,
    region: 'us-east-1',
    credentials: readProfile(upstream.dataDir, 'admin'),
  })
  await admin.send(new CreateRepositoryCommand({ repositoryName: 'library/redis' }))
  const { registries } = await admin.send(new DescribeRegistriesCommand({}))
  const alias = registries?.[0]?.aliases?.[0]?.name
  name = `${alias}/library/redis`
  pusher = await createPusher(admin, { registryUrl: upstream.endpoint, name })
  const file = join(folder, 'upstreams.json')
  const entry = {
    host: new URL(upstream.endpoint).host,
    namespace: 'mirror',
    repositories: [`${alias}/library/*`],
    private: true,
    plainHttp: true,
    freshSeconds: 0,
  }
  writeFileSync(file, JSON.stringify([entry]))
  registry = await runRegistry(undefined, { UPSTREAMS_FILE: file })
}, 60_000)

afterAll(async () => {
  await registry?.remove()
  await upstream?.remove()
  rmSync(folder, { recursive: true })
})

test('an image is pulled through by a client as it is', async () => {
  const { digest } = await pusher.pushImage('7')
  const source = `docker://${new URL(registry.endpoint).host}/mirror/${name}:7`
  const copied = join(folder, 'copied')
  await run('skopeo', ['copy', '--src-tls-verify=false', source, `dir:${copied}`])
  const { stdout } = await run('skopeo', ['inspect', '--tls-verify=false', '--format', '{{.Digest}}', source])
  expect(stdout.trim()).toBe(digest)
})
