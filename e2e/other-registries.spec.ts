/** Pages of what is not in the gallery's own registry: of a plain registry, of a gallery's anonymous API, and pulled through from an upstream. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '#testing/fixtures.ts'
import { type DockerRegistry, startDockerRegistry } from '#testing/start-docker-registry.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { startUnrulyUpstream, type UnrulyUpstream } from '#testing/unruly-upstream.ts'

test.describe.configure({ mode: 'serial' })

let folder: string
let plain: DockerRegistry
let upstream: UnrulyUpstream
let anonymous: Server
let pair: RunningStart

const soon = { timeout: 60_000 }

/** In the shapes that callers of the original have recorded. */
function answerAnonymously(operation: string): object {
  if (operation === 'searchRepositoryCatalogData') {
    const found = {
      repositoryName: 'library/redis',
      primaryRegistryAliasName: 'docker',
      displayName: 'Docker',
      repositoryDescription: 'Keeps keys and values',
      operatingSystems: ['Linux'],
      architectures: ['x86-64', 'ARM 64'],
      registryVerified: true,
      downloadCount: 4711,
    }
    return { repositoryCatalogSearchResultList: [found], totalResults: 1 }
  }
  if (operation === 'describeImageTags') {
    const pushedAt = '2024-01-02T03:04:05.678Z'
    const imageDetail = {
      imageDigest: `sha256:${'a'.repeat(64)}`,
      imageSizeInBytes: 41_000_000,
      imagePushedAt: pushedAt,
      imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
    }
    return { imageTagDetails: [{ imageTag: '7.2', createdAt: pushedAt, imageDetail }] }
  }
  return {
    catalogData: {
      description: 'Keeps keys and values',
      aboutText: '# Redis\n\nIt is *fast*.',
      usageText: '',
    },
    insightData: { downloadCount: 4711 },
  }
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = mkdtempSync(join(tmpdir(), 'other-registries-'))
  anonymous = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answerAnonymously(request.url?.slice(1) ?? '')))
  }).listen(0, '127.0.0.1')
  await once(anonymous, 'listening')
  ;[plain, upstream] = await Promise.all([startDockerRegistry(), startUnrulyUpstream()])
  await plain.push('team/app', '1.0')
  await plain.push('team/app', '2.0', {
    annotations: {
      'org.opencontainers.image.description': 'Counts gulls on piers',
      'org.opencontainers.image.readme': '# Gulls\n\nThey are counted **twice**.',
    },
  })
  for (const tag of ['7', '7.2', '7.4']) upstream.addImage('library/redis', tag, [Buffer.from(tag)])
  const sources = join(folder, 'sources.json')
  writeFileSync(
    sources,
    JSON.stringify([
      { name: 'own', endpoint: 'embedded' },
      { kind: 'oci', name: 'lab', endpoint: plain.url, alias: 'lab', displayName: 'The Lab', verified: true },
      {
        kind: 'ecr-public-gallery',
        name: 'public',
        endpoint: `http://127.0.0.1:${(anonymous.address() as AddressInfo).port}`,
        requestsPerSecond: 20,
      },
    ]),
  )
  const upstreams = join(folder, 'upstreams.json')
  const entry = { host: upstream.host, namespace: 'hub', repositories: ['library/*'] }
  const local = { private: true, plainHttp: true, freshSeconds: 0 }
  writeFileSync(upstreams, JSON.stringify([{ ...entry, ...local }]))
  pair = await startPair({
    CATALOG_SOURCES_FILE: sources,
    UPSTREAMS_FILE: upstreams,
    SYNC_INTERVAL_SECONDS: '2',
  })
  await expect.poll(() => pair.output().includes('Ready in'), soon).toBe(true)
  const isShown = async (path: string) => (await fetch(`${pair.galleryUrl}${path}`)).ok
  for (const path of ['/lab/team/app', '/docker/library/redis'])
    await expect.poll(() => isShown(path), soon).toBe(true)
})

test.afterAll(async () => {
  await pair?.remove()
  await plain?.remove()
  await upstream?.stop()
  anonymous?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function pull(tag: string) {
  const { token } = (await (await fetch(`${pair.registryUrl}/token`)).json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  return fetch(`${pair.registryUrl}/v2/hub/library/redis/manifests/${tag}`, { headers })
}

test('of a plain registry: its texts, its tags, where it is, and a command without the alias', async ({
  page,
  say,
}) => {
  await page.goto(`${pair.galleryUrl}/lab/team/app`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('lab/team/app')
  await expect(page.getByText(say('repository.from', { host: plain.host }))).toBeVisible()
  await expect(page.getByText('Counts gulls on piers')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Gulls' })).toBeVisible()
  await expect(page.getByText(`docker pull ${plain.host}/team/app:2.0`).first()).toBeVisible()
  await page
    .getByRole('navigation', { name: say('repositoryTools.tabs.title') })
    .getByRole('link', { name: say('repositoryTools.tabs.tags') })
    .click()
  for (const tag of ['1.0', '2.0']) await expect(page.getByRole('link', { name: tag }).first()).toBeVisible()
})

test('of a gallery’s anonymous API: who publishes it, its texts, its pulls’ host', async ({ page, say }) => {
  await page.goto(`${pair.galleryUrl}/docker/library/redis`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('docker/library/redis')
  await expect(page.getByText(say('repository.from', { host: 'public.ecr.aws' }))).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Redis', exact: true })).toBeVisible()
  await expect(page.getByText('docker pull public.ecr.aws/docker/library/redis:7.2').first()).toBeVisible()
})

test('pulled through: where it is from, what the upstream has besides, and that it refuses', async ({
  page,
  say,
  language,
}) => {
  test.setTimeout(90_000)
  expect((await pull('7.2')).status).toBe(200)
  const address = `${pair.galleryUrl}/hub/library/redis`
  const read = async () => (await fetch(address)).text()
  await expect.poll(read, soon).toContain('Behind upstream by')
  await page.goto(address)
  await expect(
    page.getByText(say('repository.upstream.from', { name: () => `${upstream.host}/library/redis` })),
  ).toBeVisible()
  await expect(page.getByText(say('repository.upstream.behind', { count: 2 }))).toBeVisible()
  await expect(page.getByText(language === 'ja' ? /^確認: / : /^checked /)).toBeVisible()
  const host = new URL(pair.registryUrl).port
  await expect(
    page.getByText(new RegExp(`docker pull \\S+:${host}/hub/library/redis:7.2`)).first(),
  ).toBeVisible()
  await expect(page.getByText(say('repository.upstream.refused'))).toHaveCount(0)

  upstream.trick = (_, response) => {
    response.writeHead(429, { 'retry-after': '600' }).end()
    return true
  }
  expect((await pull('7.2')).status).toBe(200)
  await expect.poll(read, soon).toContain('Upstream refused')
  await page.reload()
  await expect(page.getByText(say('repository.upstream.refused'))).toBeVisible()

  await page.goto(`${pair.galleryUrl}/status`)
  const section = page.getByRole('region', {
    name: `${upstream.host} ${say('status.upstream.as', { namespace: 'hub' })}`,
  })
  await expect(section.getByText(say('status.upstream.refuses'))).toBeVisible()
  await expect(
    section.getByText(
      language === 'ja'
        ? /がステータス 429 を返しました。.*までリクエストを停止しています/
        : /answers 429\. It is left alone until/,
    ),
  ).toBeVisible()
})

test('all of them are found by a search', async ({ page }) => {
  await page.goto(`${pair.galleryUrl}/search?searchTerm=redis`)
  await expect(
    page.getByRole('link', { name: /hub\s*\/\s*library\/redis|library\/redis/ }).first(),
  ).toBeVisible()
  const answer = await page.request.get(`${pair.galleryUrl}/api/search?searchTerm=redis`)
  const text = await answer.text()
  for (const alias of ['hub', 'docker']) expect(text).toContain(`"${alias}"`)
})
