/** What a visitor sees while the registry is away: a page that was not read before says so, and the others are there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
// Not the shared fixtures: the browser logs the status of the page that fails, as it should here.
import { expect, test } from '@playwright/test'
import { z } from 'zod'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { startProgram } from '../scripts/start-program.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'
import { readProfile } from './read-profile.ts'
import { startTestRegistry } from './start-test-registry.ts'

const health = z.object({ facts: z.object({ repositoryCount: z.number() }) })

test('a page that cannot be read says so, and search goes on', async ({ page }) => {
  test.setTimeout(90_000)
  const registry = await startTestRegistry()
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-away-'))
  const keys = readProfile(registry.dataDir, 'admin')
  const port = await findFreePort()
  const gallery = startProgram({
    name: 'gallery',
    command: ['scripts/start.ts'],
    environment: {
      HOST: '127.0.0.1',
      GALLERY_PORT: String(port),
      GALLERY_URL: '',
      DATA_DIR: dataDir,
      ECR_PUBLIC_ENDPOINT: registry.url,
      CATALOG_SOURCES_FILE: '',
      SYNC_INTERVAL_SECONDS: '1',
      LOG_LEVEL: 'silent',
      AWS_PROFILE: '',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: '',
    },
    onLine: () => {},
  })
  try {
    const client = new ECRPUBLICClient({ endpoint: registry.url, region: 'us-east-1', credentials: keys })
    const { repository } = await client.send(
      new CreateRepositoryCommand({
        repositoryName: 'harbour-pilot',
        catalogData: { logoImageBlob: readFileSync('docs/images/logo.png') },
      }),
    )
    client.destroy()
    const url = `http://127.0.0.1:${port}`
    await waitForAnswer(`${url}/api/health`, {
      timeoutMs: 60_000,
      isReady: async (response) =>
        response.ok && health.parse(await response.json()).facts.repositoryCount === 1,
    })
    await registry.stop()

    const path = repository?.repositoryUri?.split('/').slice(1).join('/') ?? ''
    const answer = await page.goto(`${url}/${path}`)
    expect(answer?.status()).toBe(500)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This page could not be made')
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    await page.goto(`${url}/search?searchTerm=harbour`)
    await expect(page.getByRole('link', { name: path })).toBeVisible()
    const logo = page.getByRole('main').locator('img').first()
    await expect(logo).toHaveJSProperty('complete', true)
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    await page.goto(`${url}/status`)
    await expect(page.getByText('nothing listens there')).toBeVisible()
  } finally {
    await gallery.stop()
    await registry.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
