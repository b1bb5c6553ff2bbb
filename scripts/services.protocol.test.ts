/**
 * Guards that the two programs run as services that know nothing of each other, and that galleries behind a load balancer are
 * restarted one after the other, and the registry meanwhile, without a page that fails.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { toPairEnvironment } from '#testing/pair-environment.ts'
import { readProfile } from '#testing/read-profile.ts'
import { buildGallery, findBuildReason } from './build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from './build-programs.ts'
import { type Program, startProgram } from './start-program.ts'
import { waitForAnswer } from './wait-for-answer.ts'

interface Running {
  url: string
  program: Program
  lines: string[]
}

let folder: string
let registryPort: number
const running = new Set<Program>()

beforeAll(async () => {
  if (findProgramsBuildReason() !== null) await buildPrograms()
  if (findBuildReason() !== null) await buildGallery()
}, 600_000)
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'services-'))
  registryPort = await findFreePort()
})
afterEach(async () => {
  await Promise.all([...running].map((program) => program.stop()))
  running.clear()
  rmSync(folder, { recursive: true, force: true })
})

async function start(
  name: string,
  program: 'registry' | 'gallery',
  url: string,
  environment: Record<string, string>,
): Promise<Running> {
  const lines: string[] = []
  const started = startProgram({
    name,
    command: ['scripts/start-service.ts', program],
    environment,
    onLine: (line) => lines.push(line),
  })
  running.add(started)
  await waitForAnswer(`${url}/readyz`, { timeoutMs: 60_000 })
  return { url, program: started, lines }
}

function startRegistry(): Promise<Running> {
  const environment = toPairEnvironment({ galleryPort: 0, registryPort, dataDir: join(folder, 'registry') })
  return start('registry', 'registry', `http://127.0.0.1:${registryPort}`, environment)
}

async function startGallery(name: string, galleryPort: number): Promise<Running> {
  const { accessKeyId, secretAccessKey } = readProfile(join(folder, 'registry'), 'gallery')
  return start(name, 'gallery', `http://127.0.0.1:${galleryPort}`, {
    ...toPairEnvironment({ galleryPort, registryPort: 0, dataDir: join(folder, name) }),
    ECR_PUBLIC_ENDPOINT: `http://127.0.0.1:${registryPort}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    DRAIN_DELAY_SECONDS: '3',
  })
}

/** Stops it as a service manager does. */
async function stop({ program }: Running): Promise<void> {
  process.kill(program.pid, 'SIGTERM')
  await program.ended
  running.delete(program)
}

test('two galleries and the registry are restarted one after the other without a page that fails', async () => {
  const ports = [await findFreePort(), await findFreePort()]
  let registry = await startRegistry()
  const galleries = await Promise.all(ports.map((port, index) => startGallery(`gallery-${index}`, port)))

  /** What a load balancer knows of each, from its last look. */
  const isReady = galleries.map(() => true)
  const over = new AbortController()
  const looking = (async () => {
    while (!over.signal.aborted) {
      for (const [index, { url }] of galleries.entries()) {
        isReady[index] = await fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      }
      await sleep(200)
    }
  })()
  const failures: string[] = []
  let pages = 0
  const visiting = (async () => {
    while (!over.signal.aborted) {
      const index =
        isReady.indexOf(true, pages % 2) < 0 ? isReady.indexOf(true) : isReady.indexOf(true, pages % 2)
      const url = `${galleries[index]?.url}${pages % 3 === 0 ? '/' : '/search?searchTerm=a'}`
      const status = await fetch(url).then(
        async (response) => {
          await response.text()
          return response.status
        },
        (error: unknown) => String(error),
      )
      pages += 1
      if (status !== 200) failures.push(`${url}: ${status}`)
      await sleep(10)
    }
  })()

  for (const [index, port] of ports.entries()) {
    const gallery = galleries[index]
    if (gallery !== undefined) await stop(gallery)
    galleries[index] = await startGallery(`gallery-${index}`, port)
    await sleep(500)
  }
  await stop(registry)
  registry = await startRegistry()
  over.abort()
  await Promise.all([looking, visiting])
  expect(failures).toEqual([])
  expect(pages).toBeGreaterThan(20)
})

test('the gallery starts while there is no registry, is not ready and says why, and goes on once there is one', async () => {
  const registry = await startRegistry()
  await stop(registry)
  const port = await findFreePort()
  const starting = startGallery('gallery', port)
  const url = `http://127.0.0.1:${port}`
  await waitForAnswer(`${url}/livez`, { timeoutMs: 60_000 })
  const readiness = await fetch(`${url}/readyz`)
  expect([readiness.status, await readiness.json()]).toEqual([
    503,
    { status: 'not ready', reasons: [expect.objectContaining({ name: 'catalogue' })] },
  ])
  await startRegistry()
  await starting
})
