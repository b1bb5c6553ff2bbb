/**
 * Guards that the end of one program is not the end of the other: pulls go on while the gallery is dead, pages and search while
 * the registry is dead, and whatever was killed comes back by itself.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findGallery, readHolder } from '#testing/find-programs.ts'
import { pullImage } from '#testing/pull-image.ts'
import { pushTestImage } from '#testing/push-test-image.ts'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { buildGallery, findBuildReason } from './build-gallery.ts'

const started: RunningStart[] = []

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
}, 300_000)

afterEach(async () => {
  await Promise.all(started.splice(0).map((start) => start.remove()))
})

describe.skipIf(!existsSync('/proc/self/task'))('npm start, when a program is killed', () => {
  test('pulls and pushes go on while the gallery is dead, and the gallery comes back', async () => {
    const start = await startWithImage()
    const registry = readHolder(start.dataDir)
    const killed = findGallery(start)
    process.kill(killed, 'SIGKILL')
    await start.waitFor('The gallery has ended by itself (signal SIGKILL)')
    while (!start.output().includes('The gallery is back after')) {
      await pullImage(start.registryUrl, start.name, '1.0')
    }
    expect(await statusOf(`${start.galleryUrl}/${start.name}`)).toBe(200)
    expect(findGallery(start)).not.toBe(killed)
    expect(readHolder(start.dataDir)).toBe(registry)
  })

  test('pages and search go on while the registry is dead, and the registry comes back with everything', async () => {
    const start = await startWithImage()
    const gallery = findGallery(start)
    const page = `${start.galleryUrl}/${start.name}`
    expect(await statusOf(page)).toBe(200)
    process.kill(readHolder(start.dataDir), 'SIGKILL')
    await start.waitFor('The registry has ended by itself (signal SIGKILL)')
    while (!start.output().includes('The registry is back after')) {
      expect(await statusOf(page)).toBe(200)
      expect(await search(start, 'harbour-pilot')).toBe(1)
    }
    await pullImage(start.registryUrl, start.name, '1.0')
    await pushTestImage(start, start.name, '1.1', ['linux/amd64'])
    expect(findGallery(start)).toBe(gallery)
    // The feed goes on as well, so that what is new is found.
    await createRepository(start, 'harbour-light')
    await expect.poll(() => search(start, 'harbour-light'), { timeout: 20_000 }).toBe(1)
  })

  test('a program that is killed again and again comes back each time, and the other goes on', async () => {
    const start = await startWithImage()
    const gallery = findGallery(start)
    for (const ordinal of ['', ' for the 2nd time in a row']) {
      const registry = readHolder(start.dataDir)
      process.kill(registry, 'SIGKILL')
      await start.waitFor(`The registry has ended by itself (signal SIGKILL)${ordinal}`)
      await expect
        .poll(() => statusOf(`${start.registryUrl}/healthz`).catch(() => 0), { timeout: 30_000 })
        .toBe(200)
    }
    expect(await statusOf(start.galleryUrl)).toBe(200)
    expect(findGallery(start)).toBe(gallery)
    process.kill(start.program.pid, 'SIGTERM')
    expect(await start.program.ended).toMatchObject({ exitCode: 0 })
  })
})

type StartWithImage = RunningStart & { name: string; endpoint: string; publisher: ECRPUBLICClient }

/** Both programs with one repository that has an image, and that the gallery has found. */
async function startWithImage(): Promise<StartWithImage> {
  const running = await startPair()
  started.push(running)
  await running.waitFor('profile admin')
  const publisher = new ECRPUBLICClient({
    endpoint: running.registryUrl,
    region: 'us-east-1',
    credentials: fromIni({
      profile: 'admin',
      filepath: join(running.dataDir, 'credentials'),
      ignoreCache: true,
    }),
  })
  const start = { ...running, name: '', endpoint: running.registryUrl, publisher }
  start.name = await createRepository(start, 'harbour-pilot')
  await pushTestImage(start, start.name, '1.0', ['linux/amd64'])
  await expect.poll(() => search(start, 'harbour-pilot'), { timeout: 20_000 }).toBe(1)
  return start
}

/** @returns the name with the registry's alias */
async function createRepository({ publisher }: StartWithImage, repositoryName: string): Promise<string> {
  const { repository } = await publisher.send(new CreateRepositoryCommand({ repositoryName }))
  return repository?.repositoryUri?.replace(/^[^/]+\//, '') ?? ''
}

async function search({ galleryUrl }: RunningStart, text: string): Promise<number> {
  const response = await fetch(`${galleryUrl}/api/search?searchTerm=${text}`)
  return z.object({ totalResults: z.number() }).parse(await response.json()).totalResults
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url)
  await response.body?.cancel()
  return response.status
}
