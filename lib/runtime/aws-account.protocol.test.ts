/** An AWS account as a source, read by the real client with each kind of credentials, of a server that takes nothing that is not signed. */

import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type AwsAccount, type AwsKeys, startAwsAccount } from '#testing/aws-account.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startDockerRegistry } from '#testing/start-docker-registry.ts'
import { startTestRegistry } from '#testing/start-test-registry.ts'
import { toTestQuery } from '#testing/test-catalog.ts'
import { startTestSync, type TestSync } from '#testing/test-sync.ts'

const lasting: AwsKeys = { accessKeyId: 'AKIAOFTHEACCOUNT', secretAccessKey: 'lasting-secret' }
const temporary: AwsKeys = {
  accessKeyId: 'ASIAFORANHOUR',
  secretAccessKey: 'brief',
  sessionToken: 'a-session',
}
const soon = { timeout: 20_000, interval: 50 }

let folder: string
let account: AwsAccount
let sync: TestSync | null = null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aws-account-'))
  const catalogData = { description: 'Counts herons', architectures: ['ARM 64'], operatingSystems: ['Linux'] }
  const names = ['team/herons', 'team/b', 'team/c', 'team/d', 'plain']
  account = await startAwsAccount(
    [lasting, temporary],
    names.map((name) => ({
      name,
      tags: ['1.0', '1.0.1', '2.0.10', '2.0.10-alpine', 'x'],
      catalogData:
        name === 'plain' ? null : { ...catalogData, description: `${catalogData.description} of ${name}` },
    })),
  )
  // What the SDK itself reads: nothing of the machine on which the test runs.
  vi.stubEnv('AWS_ENDPOINT_URL_ECR_PUBLIC', account.url)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'))
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    vi.stubEnv(name, undefined)
})
afterEach(async () => {
  await sync?.stop()
  sync = null
  vi.unstubAllEnvs()
  await account.stop()
  rmSync(folder, { recursive: true })
})

function start(entry: object = {}, others: readonly object[] = []): TestSync {
  const file = join(folder, 'sources.json')
  writeFileSync(file, JSON.stringify([{ name: 'account', endpoint: 'aws', ...entry }, ...others]))
  sync = startTestSync({ variables: { CATALOG_SOURCES_FILE: file } })
  return sync
}

const giveEnvironment = ({ accessKeyId, secretAccessKey, sessionToken }: AwsKeys) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey)
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken)
}
const giveProfile = (name: string, { accessKeyId, secretAccessKey }: AwsKeys) =>
  writeFileSync(
    join(folder, 'credentials'),
    `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )

test.each<[string, () => object, AwsKeys]>([
  ['keys in the environment', () => giveEnvironment(lasting) ?? {}, lasting],
  ['temporary ones in the environment', () => giveEnvironment(temporary) ?? {}, temporary],
  ['a profile', () => giveProfile('gallery', lasting) ?? { profile: 'gallery' }, lasting],
  ['the profile that is usual', () => giveProfile('default', lasting) ?? {}, lasting],
])('with %s everything that the account has is read, page by page', async (_, prepare, keys) => {
  const { index, records, fullReads } = start(prepare())
  await expect.poll(() => fullReads, soon).toEqual(['account'])
  expect([...account.usedKeys]).toEqual([keys.accessKeyId])
  expect(index.syncState.countSource('account')).toMatchObject({ registries: 1, repositories: 5, unread: 0 })
  expect(index.catalog.findRepository('acme', 'team/herons')).toMatchObject({
    publisherName: 'Acme',
    description: 'Counts herons of team/herons',
    architectures: ['ARM 64'],
  })
  expect(records.get('123456789012/team/b')?.tags).toHaveLength(5)
  // Nobody has described it: it is shown all the same.
  expect(index.catalog.findRepository('acme', 'plain')).not.toBeNull()
  expect(index.syncState.findImageHost('123456789012')).toBe('public.ecr.aws')
  expect(index.catalog.search(toTestQuery({ text: 'herons' })).totalResults).toBe(4)
  // Nothing is asked for that only a registry of ours has.
  expect(account.strange).toEqual([])
})

test('throttling without a word of how long is waited out', { timeout: 90_000 }, async () => {
  giveEnvironment(lasting)
  account.throttleNext = 2
  const { fullReads, running } = start()
  // It begins again slowly.
  await expect.poll(() => fullReads, { ...soon, timeout: 60_000 }).toEqual(['account'])
  expect(running.getActivity('account')?.requests.throttled).toBeGreaterThan(0)
})

test('keys that are not those of the account are said to be so, and others are taken without a restart', async () => {
  giveProfile('gallery', { ...lasting, secretAccessKey: 'another' })
  const { index, fullReads } = start({ profile: 'gallery' })
  const problem = () => index.syncState.getSource('account').problem
  await expect.poll(problem, soon).toMatchObject({ kind: 'credentials' })
  expect(JSON.stringify(problem())).not.toContain('another')
  giveProfile('gallery', lasting)
  await expect.poll(() => fullReads, soon).toEqual(['account'])
  expect(problem()).toBeNull()
})

test('what is pushed and deleted there is so here at the next looks', async () => {
  giveEnvironment(lasting)
  const { index, fullReads } = start()
  await expect.poll(() => fullReads, soon).toEqual(['account'])
  account.repositories.push({ name: 'later', tags: ['1.0'], catalogData: null })
  account.repositories.splice(1, 1)
  await expect.poll(() => index.catalog.findRepository('acme', 'later'), soon).not.toBeNull()
  await expect.poll(() => index.catalog.findRepository('acme', 'team/b'), soon).toBeNull()
})

/** In the shapes that callers of the original have recorded; its publisher has an alias that the account has, too. */
async function startAnonymousApi() {
  const toListed = (alias: string, repositoryName: string) => ({
    repositoryName,
    primaryRegistryAliasName: alias,
    displayName: alias,
    registryVerified: true,
    downloadCount: 4711,
  })
  const server = createServer((request, response) => {
    request.resume()
    const found = [toListed('docker', 'library/redis'), toListed('acme', 'hidden')]
    const isSearch = request.url === '/searchRepositoryCatalogData'
    const answer = isSearch
      ? { repositoryCatalogSearchResultList: found, totalResults: 2 }
      : { imageTagDetails: [] }
    response.end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}

test('one file with all four kinds fills one gallery, each with its own host, and an alias twice is the first one’s', {
  timeout: 90_000,
}, async () => {
  const [other, plain, anonymous] = await Promise.all([
    startTestRegistry(),
    startDockerRegistry(),
    startAnonymousApi(),
  ])
  try {
    const keys = readProfile(other.dataDir, 'admin')
    const publisher = new ECRPUBLICClient({ endpoint: other.url, region: 'us-east-1', credentials: keys })
    const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName: 'by/gallery' }))
    const alias = repository?.repositoryUri?.split('/')[1] ?? ''
    await plain.push('team/app', '2.0')
    giveProfile('team', lasting)
    giveEnvironment(keys)
    const sync = start({ profile: 'team' }, [
      { name: 'partner', endpoint: other.url },
      { kind: 'oci', name: 'lab', endpoint: plain.url, alias: 'lab', pullHost: 'registry.lab.example' },
      { kind: 'oci', name: 'second', endpoint: plain.url, alias: 'acme' },
      { kind: 'ecr-public-gallery', name: 'public', endpoint: anonymous.url, requestsPerSecond: 50 },
    ])
    const names = ['account', 'lab', 'partner', 'public', 'second']
    await expect
      .poll(() => [...new Set(sync.fullReads)].toSorted(), { ...soon, timeout: 60_000 })
      .toEqual(names)
    const { catalog, syncState } = sync.index
    const shown: [alias: string, name: string, registryId: string, host: string][] = [
      ['acme', 'team/herons', '123456789012', 'public.ecr.aws'],
      ['lab', 'team/app', 'oci-lab', 'registry.lab.example/'],
      ['docker', 'library/redis', 'gallery-public-docker', 'public.ecr.aws'],
    ]
    for (const [of, name, registryId, host] of shown) {
      await expect.poll(() => catalog.findRepository(of, name), soon).not.toBeNull()
      expect(syncState.findImageHost(registryId)).toBe(host)
    }
    expect(catalog.findRepository(alias, 'by/gallery')).not.toBeNull()
    for (const name of ['hidden', 'team/app'])
      await expect.poll(() => catalog.findRepository('acme', name), soon).toBeNull()
    expect(catalog.findRepository('acme', 'team/herons')?.publisherName).toBe('Acme')
  } finally {
    anonymous.stop()
    await Promise.all([other.stop(), plain.remove()])
  }
})
