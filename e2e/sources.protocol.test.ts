/** A gallery with a source of each kind, against real programs: it shows all of them, and one that is away takes nothing from the others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AwsAccount, startAwsAccount } from '#testing/aws-account.ts'
import { pushTestImage } from '#testing/push-test-image.ts'
import { readProfile } from '#testing/read-profile.ts'
import { type DockerRegistry, startDockerRegistry } from '#testing/start-docker-registry.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'

let folder: string
let gallery: RunningStart
let other: RunningStart
let registry: TestRegistry
let plain: DockerRegistry
let account: AwsAccount

const soon = { timeout: 30_000, interval: 100 }

const toClient = (endpoint: string, dataDir: string) =>
  new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials: readProfile(dataDir, 'admin') })

/** @returns the repository as it is pulled: HOST/ALIAS/NAME */
async function publish(endpoint: string, dataDir: string, repositoryName: string): Promise<string> {
  const publisher = toClient(endpoint, dataDir)
  const catalogData = { description: `What ${repositoryName} does`, aboutText: `About ${repositoryName}.` }
  const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName, catalogData }))
  const uri = repository?.repositoryUri ?? ''
  const name = uri.slice(uri.indexOf('/') + 1)
  await pushTestImage({ endpoint, publisher }, name, '1.0', ['linux/amd64'])
  return uri
}

const getPage = async (path: string) => {
  const response = await fetch(`${gallery.galleryUrl}${path}`)
  // Places at which a line may break are no part of what is copied.
  return { status: response.status, text: (await response.text()).replaceAll(/<!-- -->|\u200b/g, '') }
}
const toStatus = (path: string) => async () => (await getPage(path)).status

const uris = { api: '', gallery: '' }
const paths = { api: '', gallery: '' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
  ;[registry, plain] = await Promise.all([startTestRegistry(), startDockerRegistry()])
  other = await startPair()
  await other.waitFor('Ready in')
  uris.api = await publish(registry.url, registry.dataDir, 'by/api')
  uris.gallery = await publish(other.registryUrl, other.dataDir, 'by/gallery')
  paths.api = uris.api.slice(uris.api.indexOf('/'))
  paths.gallery = uris.gallery.slice(uris.gallery.indexOf('/'))
  await vi.waitFor(
    async () => expect((await fetch(`${other.galleryUrl}${paths.gallery}`)).status).toBe(200),
    soon,
  )
  await plain.push('team/app', '1.0')
  await plain.push('team/app', '2.0', {
    annotations: {
      'org.opencontainers.image.description': 'Counts gulls on piers',
      'org.opencontainers.image.readme': '# Gulls\n\nThey are counted **twice**.',
    },
  })
  const ofAccount = { accessKeyId: 'AKIAOFTHEACCOUNT', secretAccessKey: 'secret-of-the-account' }
  const catalogData = { description: 'Counts herons', aboutText: '# Herons\n\nIn an *account*.' }
  account = await startAwsAccount([ofAccount], [{ name: 'team/herons', tags: ['1.0', '2.0'], catalogData }])
  const credentials = join(folder, 'credentials')
  writeFileSync(
    credentials,
    `[team]\naws_access_key_id = ${ofAccount.accessKeyId}\naws_secret_access_key = ${ofAccount.secretAccessKey}\n`,
  )
  const file = join(folder, 'sources.json')
  writeFileSync(
    file,
    JSON.stringify([
      { name: 'own', endpoint: 'embedded' },
      { name: 'account', endpoint: 'aws', profile: 'team' },
      { name: 'partner', endpoint: registry.url },
      { kind: 'oci', name: 'lab', endpoint: plain.url, alias: 'lab', displayName: 'The Lab', verified: true },
      {
        kind: 'ecr-public-gallery',
        name: 'public',
        endpoint: other.galleryUrl,
        pullHost: new URL(other.registryUrl).host,
        requestsPerSecond: 20,
      },
    ]),
  )
  const keys = readProfile(registry.dataDir, 'admin')
  gallery = await startPair({
    CATALOG_SOURCES_FILE: file,
    SYNC_INTERVAL_SECONDS: '2',
    // Where the SDK finds the service; the entry says no more than that it is AWS.
    AWS_ENDPOINT_URL_ECR_PUBLIC: account.url,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  })
  await gallery.waitFor('Ready in')
})
afterAll(async () => {
  await gallery?.remove()
  await other?.remove()
  await registry?.stop()
  await plain?.remove()
  await account?.stop()
  rmSync(folder, { recursive: true })
})

test('shows what each of them has, and says where it comes from', async () => {
  for (const path of [paths.api, paths.gallery, '/lab/team/app'])
    await expect.poll(toStatus(path), soon).toBe(200)
  const [byApi, byGallery] = [await getPage(paths.api), await getPage(paths.gallery)]
  expect(byApi.text).toContain('About by/api.')
  expect(byGallery.text).toContain('About by/gallery.')
  expect(byGallery.text).toContain(`from ${new URL(other.registryUrl).host}`)
  const status = await (await fetch(`${gallery.galleryUrl}/api/status`)).json()
  expect(
    status.sources.map(({ name, kind, problem }: Record<string, unknown>) => [name, kind, problem]),
  ).toEqual([
    ['own', 'embedded', null],
    ['account', 'aws', null],
    ['partner', 'endpoint', null],
    ['lab', 'oci', null],
    ['public', 'ecr-public-gallery', null],
  ])
})

test('each names its own host where it is pulled, and what an AWS account has is from the public registry', async () => {
  const hosts: [path: string, host: string][] = [
    ['/acme/team/herons', 'public.ecr.aws/acme/team/herons:2.0'],
    [paths.api, `${uris.api}:1.0`],
    [paths.gallery, `${new URL(other.registryUrl).host}${paths.gallery}:1.0`],
    ['/lab/team/app', `${plain.host}/team/app:2.0`],
  ]
  for (const [path, reference] of hosts) {
    await expect.poll(async () => (await getPage(path)).text, soon).toContain(`docker pull ${reference}`)
  }
  const { text } = await getPage('/acme/team/herons')
  expect(text).toContain('from public.ecr.aws')
  expect(text).toContain('In an <em>account</em>')
  expect([...account.usedKeys]).toEqual(['AKIAOFTHEACCOUNT'])
  expect(account.strange).toEqual([])
})

test('the page of a repository of a plain registry has its texts, its tags, and a command that names its host', async () => {
  await expect.poll(toStatus('/lab/team/app'), soon).toBe(200)
  const { text } = await getPage('/lab/team/app')
  expect(text).toContain('Counts gulls on piers')
  expect(text).toContain('They are counted <strong>twice</strong>')
  expect(text).toContain(`from ${plain.host}`)
  expect(text).toContain(`${plain.host}/team/app`)
  expect(text).not.toContain(`${plain.host}/lab/team/app`)
  const tags = await (await fetch(`${gallery.galleryUrl}/api/tags/lab/team/app`)).json()
  expect(JSON.stringify(tags)).toMatch(/"2\.0".*"1\.0"/)
  const search = await (await fetch(`${gallery.galleryUrl}/api/search?searchTerm=gulls`)).json()
  expect(JSON.stringify(search)).toContain('team/app')
})

test('a pasted reference of a plain registry leads to its page', async () => {
  await expect.poll(toStatus('/lab/team/app'), soon).toBe(200)
  const read = async (path: string) =>
    (await fetch(`${gallery.galleryUrl}${path}`, { redirect: 'manual' })).headers.get('location')
  expect(await read(`/${plain.host}/team/app:2.0`)).toBe('/lab/team/app?tag=2.0')
  const typed = encodeURIComponent(`docker pull ${plain.host}/team/app`)
  expect(await read(`/search?searchTerm=${typed}&jump=`)).toBe('/lab/team/app')
})

test('one that is away takes nothing from the others, and what it had stays', async () => {
  await expect.poll(toStatus('/lab/team/app'), soon).toBe(200)
  await plain.stop()
  const readSource = async () => {
    const { sources } = await (await fetch(`${gallery.galleryUrl}/api/status`)).json()
    return sources.find(({ name }: { name: string }) => name === 'lab')
  }
  await expect
    .poll(readSource, soon)
    .toMatchObject({ condition: 'failing', problem: { kind: 'unreachable' } })
  for (const path of ['/lab/team/app', paths.api, paths.gallery]) expect(await toStatus(path)()).toBe(200)
  await plain.start()
  await expect.poll(readSource, { timeout: 90_000, interval: 200 }).toMatchObject({ condition: 'in-step' })
})
