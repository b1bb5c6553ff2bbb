/**
 * What a visitor sees while the registry is away, or takes connections and never answers: what was read last, with its age, within
 * seconds; of what was never read, what the index knows.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { findFreePort } from '#lib/config/find-free-port.ts'
import type { Language } from '#lib/language/languages.ts'
// What a browser logs of an endpoint that is away is no fault of the page.
import { expect, languageTest as test } from '#testing/fixtures.ts'
import { readProfile } from '#testing/read-profile.ts'
import { startHangingProxy } from '#testing/start-hanging-proxy.ts'
import { startTestRegistry, type TestRegistry } from '#testing/start-test-registry.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

const health = z.object({ facts: z.object({ repositoryCount: z.number() }) })
const names = ['harbour-pilot', 'harbour-light']

test('while the registry is away, a page that was not read before shows what the index knows, and search goes on', async ({
  page,
  say,
  language,
}) => {
  test.setTimeout(90_000)
  const registry = await startTestRegistry()
  const gallery = await startGallery(registry, registry.url)
  try {
    const [path = ''] = await createRepositories(registry, gallery.url)
    await registry.stop()

    const answer = await page.goto(`${gallery.url}/${path}`)
    expect(answer?.status()).toBe(200)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(path)
    await expect(page.getByRole('note').filter({ hasText: toNote(language) })).toBeVisible()
    await expect(page.getByText(say('repository.noText.aboutUnread'))).toBeVisible()
    await page.goto(`${gallery.url}/${path}?tag=1.0`)
    await expect(page.getByText(say('image.unreadable.unreachable'))).toBeVisible()
    await page.goto(`${gallery.url}/search?searchTerm=harbour-pilot`)
    await expect(page.getByRole('link', { name: path })).toBeVisible()
    const logo = page.getByRole('main').locator('img').first()
    await expect(logo).toHaveJSProperty('complete', true)
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    await page.goto(`${gallery.url}/status`)
    await expect(
      page.getByText(
        language === 'ja' ? '接続先で待ち受けているプログラムがありません' : 'nothing listens there',
      ),
    ).toBeVisible()
  } finally {
    await gallery.stop()
    await registry.stop()
  }
})

test('a registry that never answers costs a visitor five seconds at most, and the last copy says how old it is', async ({
  page,
  say,
  language,
}) => {
  test.setTimeout(120_000)
  const proxy = await startHangingProxy()
  const registry = await startTestRegistry({ REGISTRY_HOST: `127.0.0.1:${proxy.port}` })
  proxy.setTarget(Number(new URL(registry.url).port))
  const gallery = await startGallery(registry, `http://127.0.0.1:${proxy.port}`)
  try {
    const [known = '', unknown = ''] = await createRepositories(registry, gallery.url)
    await page.goto(`${gallery.url}/${known}`)
    await expect(page.getByText('What harbour-pilot is about.')).toBeVisible()
    proxy.hang()

    // Another route of the same repository, so that no cached page answers.
    await openInTime(page, `${gallery.url}/${known}?tab=usage`)
    await expect(page.getByText('How harbour-pilot is used.')).toBeVisible()
    const line = page.getByRole('note').filter({ hasText: toNote(language) })
    await expect(line.locator('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT/)
    await openInTime(page, `${gallery.url}/${known}?tab=tags&sort=name`)
    await expect(line).toBeVisible()
    await openInTime(page, `${gallery.url}/${unknown}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(unknown)
    await expect(line).toBeVisible()
    await openInTime(page, `${gallery.url}/${unknown}?tag=1.0`)
    await expect(page.getByText(say('image.unreadable.unreachable'))).toBeVisible()
  } finally {
    await gallery.stop()
    proxy.stop()
    await registry.stop()
  }
})

/** What stands beside the time that it is as of. */
function toNote(language: Language): string {
  return language === 'ja' ? '取得元が応答していないため' : 'the source does not answer'
}

/** Only the server is measured, as what follows in the browser depends on the machine. */
async function openInTime(page: Page, url: string): Promise<void> {
  const started = performance.now()
  const answer = await page.goto(url, { waitUntil: 'commit' })
  expect(performance.now() - started).toBeLessThan(5_500)
  expect(answer?.status()).toBe(200)
}

/** Creates them and waits until the gallery has them. @returns their paths */
async function createRepositories(registry: TestRegistry, galleryUrl: string): Promise<string[]> {
  const credentials = readProfile(registry.dataDir, 'admin')
  const client = new ECRPUBLICClient({ endpoint: registry.url, region: 'us-east-1', credentials })
  const paths: string[] = []
  for (const name of names) {
    const { repository } = await client.send(
      new CreateRepositoryCommand({
        repositoryName: name,
        catalogData: {
          logoImageBlob: readFileSync('docs/images/logo.png'),
          aboutText: `What ${name} is about.`,
          usageText: `How ${name} is used.`,
        },
      }),
    )
    paths.push(repository?.repositoryUri?.split('/').slice(1).join('/') ?? '')
  }
  client.destroy()
  await waitForAnswer(`${galleryUrl}/api/health`, {
    timeoutMs: 60_000,
    isReady: async (response) =>
      response.ok && health.parse(await response.json()).facts.repositoryCount === names.length,
  })
  return paths
}

async function startGallery(
  registry: TestRegistry,
  endpoint: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-away-'))
  const keys = readProfile(registry.dataDir, 'admin')
  const port = await findFreePort()
  const gallery: Program = startProgram({
    name: 'gallery',
    command: ['scripts/start.ts'],
    environment: {
      HOST: '127.0.0.1',
      GALLERY_PORT: String(port),
      GALLERY_URL: '',
      DATA_DIR: dataDir,
      ECR_PUBLIC_ENDPOINT: endpoint,
      CATALOG_SOURCES_FILE: '',
      SYNC_INTERVAL_SECONDS: '1',
      SOURCE_TIMEOUT_SECONDS: '',
      LOG_LEVEL: 'silent',
      AWS_PROFILE: '',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: '',
    },
    onLine: () => {},
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await gallery.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
