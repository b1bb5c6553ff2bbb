/** Guards that `npm start` brings both programs up together, and that neither ever outlives it. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { readHolder } from '#testing/find-programs.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { buildGallery, findBuildReason } from './build-gallery.ts'

const welcome = 'profile admin'
const started: RunningStart[] = []

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
}, 300_000)

afterEach(async () => {
  await Promise.all(started.splice(0).map((start) => start.remove()))
})

describe('npm start', () => {
  test('starts both programs, says where they are, and stops both on SIGTERM', async () => {
    const start = await runStart()
    await start.waitFor(welcome)
    expect((await fetch(`${start.galleryUrl}/api/health`)).status).toBe(200)
    expect((await fetch(`${start.registryUrl}/healthz`)).status).toBe(200)
    expect(start.output()).toMatch(/credentials \(profile admin\)/)
    expect(start.output()).toContain('aws ecr-public describe-repositories')

    process.kill(start.program.pid, 'SIGTERM')
    expect(await start.program.ended).toMatchObject({ exitCode: 0 })
    await expectBothGone(start)
    // The next start need not read the whole catalogue.
    expect(readdirSync(join(start.dataDir, 'gallery'))).toEqual(['catalog.sqlite', 'catalog.sqlite.search'])
  })

  test('nothing in the log of a start warns of anything, nor once pages were made', async () => {
    const start = await runStart()
    await start.waitFor(welcome)
    for (const path of [
      '/',
      '/search?searchTerm=postgres',
      '/tidewater',
      '/docs',
      '/no-one/nothing',
      '/docs/nothing',
    ]) {
      const response = await fetch(`${start.galleryUrl}${path}`)
      await response.text()
      expect([200, 404], path).toContain(response.status)
    }
    const picture = await fetch(`${start.galleryUrl}/opengraph-image`)
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(start.output()).not.toMatch(/⚠|metadataBase/)
  })

  test('a start that is killed leaves nothing behind', async () => {
    const start = await runStart()
    await start.waitFor(welcome)
    const registry = readHolder(start.dataDir)
    start.program.kill()
    await start.program.ended
    await expectBothGone(start)
    await expect.poll(() => isRunning(registry), { timeout: 5_000 }).toBe(false)
  })

  test('a start that is stopped half-way leaves nothing behind', async () => {
    const start = await runStart()
    await start.waitFor('listening')
    process.kill(start.program.pid, 'SIGINT')
    expect(await start.program.ended).toMatchObject({ exitCode: 0 })
    await expectBothGone(start)
  })

  test('a second start on the same DATA_DIR says who holds it and stops', async () => {
    const first = await runStart()
    await first.waitFor(welcome)
    const second = await runStart({ DATA_DIR: first.dataDir })
    expect(await second.program.ended).toMatchObject({ exitCode: 1 })
    expect(second.output()).toMatch(new RegExp(`\\b${readHolder(first.dataDir)}\\b`))
    expect((await fetch(`${first.registryUrl}/healthz`)).status).toBe(200)
  })

  test('a port that is taken is named before anything starts', async () => {
    const first = await runStart()
    await first.waitFor(welcome)
    const second = await runStart({ GALLERY_PORT: new URL(first.galleryUrl).port })
    expect(await second.program.ended).toMatchObject({ exitCode: 1 })
    expect(second.output()).toContain(`Port ${new URL(first.galleryUrl).port} on 127.0.0.1 is in use`)
    expect(second.output()).not.toContain('listening')
  })

  test('the gallery starts as well while another endpoint is away, and tells visitors nothing of it', async () => {
    const endpoint = `http://127.0.0.1:${await findFreePort()}`
    const start = await runStart({
      ECR_PUBLIC_ENDPOINT: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    })
    await start.waitFor(`Endpoint     ${endpoint}`)
    await start.waitFor(`${endpoint} cannot be reached`)
    const health = await fetch(`${start.galleryUrl}/api/health`)
    expect(health.status).toBe(503)
    expect(await health.text()).not.toContain(endpoint)
    expect(await (await fetch(start.galleryUrl)).text()).toContain('The registry has not been read yet')
  })

  test('a variable that cannot be used is named', async () => {
    const start = await runStart({ GALLERY_PORT: 'http' })
    expect(await start.program.ended).toMatchObject({ exitCode: 1 })
    expect(start.output()).toContain('GALLERY_PORT')
  })
})

async function runStart(environment: Record<string, string> = {}): Promise<RunningStart> {
  const start = await startPair(environment)
  started.push(start)
  return start
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Both ports must be free again: a program that lived on would still answer. */
async function expectBothGone({ galleryUrl, registryUrl }: RunningStart): Promise<void> {
  const isGone = async (url: string) =>
    fetch(url).then(
      () => false,
      () => true,
    )
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    const gone = await Promise.all([isGone(`${galleryUrl}/api/health`), isGone(`${registryUrl}/healthz`)])
    if (gone.every(Boolean)) return
    await sleep(100)
  }
  expect.unreachable('a program has outlived its start')
}
