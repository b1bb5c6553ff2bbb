/** What is pushed to another Public Gallery's registry is in this gallery's index two seconds later, by its feed and not by the next reading. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { pushTestImage } from '#testing/push-test-image.ts'
import { startTestRegistry, type TestRegistry } from '#testing/restartable-registry.ts'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

const pushes = 8
const promisedMs = 2_000

let folder: string
let own: TestRegistry
let other: TestRegistry
let sync: TestSync

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-feed-'))
  ;[own, other] = await Promise.all([startTestRegistry(), startTestRegistry()])
  const keys = other.readKeys('admin')
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey)
  const file = join(folder, 'sources.json')
  writeFileSync(
    file,
    JSON.stringify([
      { name: 'own', endpoint: 'embedded' },
      { name: 'partner', endpoint: other.endpoint },
    ]),
  )
  const variables = {
    DATA_DIR: own.dataDir,
    REGISTRY_PORT: String(own.port),
    CATALOG_SOURCES_FILE: file,
    SYNC_INTERVAL_SECONDS: '300',
  }
  sync = startTestSync({ variables })
}, 120_000)

afterAll(async () => {
  await sync.stop()
  await Promise.all([own.remove(), other.remove()])
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('a push to another gallery’s registry is in the index within two seconds, also while others push here', async () => {
  await expect.poll(() => [...sync.fullReads].sort(), { timeout: 60_000 }).toEqual(['own', 'partner'])
  const toPublisher = (registry: TestRegistry) => ({
    endpoint: registry.endpoint,
    publisher: new ECRPUBLICClient({
      endpoint: registry.endpoint,
      region: 'us-east-1',
      credentials: registry.readKeys('admin'),
    }),
  })
  const create = async (registry: TestRegistry) => {
    const command = new CreateRepositoryCommand({ repositoryName: 'team/app' })
    const { repository } = await toPublisher(registry).publisher.send(command)
    const { registryId = '', repositoryUri = '' } = repository ?? {}
    return { registryId, path: repositoryUri.slice(repositoryUri.indexOf('/') + 1) }
  }
  const [there, here] = [await create(other), await create(own)]
  const tagsOf = ({ registryId }: typeof there) =>
    sync.records.get(`${registryId}/team/app`)?.tags.map(({ tag }) => tag) ?? []
  const took: number[] = []
  for (let at = 0; at < pushes; at += 1) {
    const tag = `1.${at}`
    await Promise.all([
      pushTestImage(toPublisher(own), here.path, tag, ['linux/amd64']),
      pushTestImage(toPublisher(other), there.path, tag, ['linux/amd64']),
    ])
    const pushedAt = performance.now()
    await expect.poll(() => tagsOf(there), { timeout: 10_000, interval: 5 }).toContain(tag)
    took.push(performance.now() - pushedAt)
  }
  expect(Math.max(...took)).toBeLessThan(promisedMs)
  const summary = sync.index.catalog.findRepository(there.path.split('/')[0] ?? '', 'team/app')
  expect(summary).not.toBeNull()
  // By the feed alone.
  expect(sync.fullReads.length).toBe(2)
}, 120_000)
