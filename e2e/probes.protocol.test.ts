/** What an operator sees of both programs from outside: probes, request ids, logs whose level changes, connections that are kept. */
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { fromIni } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type RunningStart, startPair } from '#testing/start-pair.ts'
import { buildGallery, findBuildReason } from '../scripts/build-gallery.ts'

let start: RunningStart
let both: { name: string; url: string }[]

beforeAll(async () => {
  if (findBuildReason() !== null) await buildGallery()
  start = await startPair({ LOG_LEVEL: 'info', DRAIN_DELAY_SECONDS: '4', DEMO: '0' })
  await start.waitFor('profile admin')
  both = [
    { name: 'gallery', url: start.galleryUrl },
    { name: 'registry', url: start.registryUrl },
  ]
}, 300_000)

afterAll(async () => {
  await start.remove()
})

const answer = z.object({ status: z.string(), reasons: z.array(z.object({ name: z.string() })).optional() })

test('both programs are alive and ready, with reasons where they are not', async () => {
  for (const { url } of both) {
    for (const probe of ['livez', 'readyz']) {
      const response = await fetch(`${url}/${probe}`)
      expect([response.status, answer.parse(await response.json()).status]).toEqual([200, 'ok'])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  }
})

describe('request ids', () => {
  const places = () => [
    `${start.galleryUrl}/`,
    `${start.galleryUrl}/nobody/nothing`,
    `${start.galleryUrl}/%zz`,
    `${start.registryUrl}/v2/`,
    `${start.registryUrl}/`,
    `${start.registryUrl}/nothing`,
    `${start.registryUrl}/token/?scope=x`,
  ]

  test('a well-formed one is echoed by every answer, also a refused one', async () => {
    for (const url of places()) {
      const response = await fetch(url, { headers: { 'x-request-id': 'proxy-1.a_B' } })
      expect([url, response.headers.get('x-request-id')]).toEqual([url, 'proxy-1.a_B'])
    }
  })

  test('instead of any other there is a new one, each time', async () => {
    const seen = new Set<string | null>()
    for (const url of places()) {
      for (const given of [{}, { 'x-request-id': 'a b' }, { 'x-request-id': 'a'.repeat(129) }]) {
        const found = (await fetch(url, { headers: given })).headers.get('x-request-id')
        expect(found).toMatch(/^[0-9a-f-]{36}$/)
        seen.add(found)
      }
    }
    expect(seen.size).toBe(places().length * 3)
  })
})

test('connections are kept longer than proxies keep them', async () => {
  for (const { url } of both) {
    expect((await fetch(`${url}/livez`)).headers.get('keep-alive')).toBe('timeout=125')
  }
})

test('after a signal both logs have a line for each request, with one id for a visit and what it asks the registry for', async () => {
  const path = await publish('harbour-pilot')
  const visit = async (requestId: string) => {
    const response = await fetch(`${start.galleryUrl}/api/status`, { headers: { 'x-request-id': requestId } })
    await response.text()
  }
  await visit('quiet-before')
  process.kill(start.program.pid, 'SIGUSR2')
  await expect.poll(() => start.output().match(/log level debug/g)?.length).toBe(2)
  await fetch(`${start.galleryUrl}/nobody/nothing?secret=1`, { headers: { 'x-request-id': 'loud-visit' } })
  await start.waitFor('gallery   request (requestId loud-visit, method GET, path /nobody/nothing')
  expect(
    (await fetch(`${start.galleryUrl}/${path}`, { headers: { 'x-request-id': 'whole-visit' } })).status,
  ).toBe(200)
  await start.waitFor(`gallery   request (requestId whole-visit, method GET, path /${path}, status 200`)
  const asked = start
    .output()
    .match(/registry {2}request \(requestId whole-visit, .*/g)
    ?.join('\n')
  expect(asked).toMatch(
    /callId [0-9a-f-]{36}, method POST, path \/, operation DescribeRepositories, status 200/,
  )
  await fetch(`${start.registryUrl}/v2/?secret=1`, { headers: { 'x-request-id': 'loud-pull' } })
  await start.waitFor('registry  request (requestId loud-pull, method GET, path /v2/, status 401')
  process.kill(start.program.pid, 'SIGUSR2')
  await expect.poll(() => start.output().match(/log level info/g)?.length).toBe(2)
  await visit('quiet-after')
  expect(start.output()).not.toContain('quiet-')
  expect(start.output()).not.toContain('secret')
})

/** Makes a repository, and waits until the gallery has it; its path. */
async function publish(repositoryName: string): Promise<string> {
  const filepath = join(start.dataDir, 'credentials')
  const credentials = fromIni({ profile: 'admin', filepath, ignoreCache: true })
  const admin = new ECRPUBLICClient({ endpoint: start.registryUrl, region: 'us-east-1', credentials })
  const { repository } = await admin.send(new CreateRepositoryCommand({ repositoryName }))
  admin.destroy()
  const path = repository?.repositoryUri?.replace(/^[^/]+\//, '') ?? ''
  await expect
    .poll(async () => (await fetch(`${start.galleryUrl}/api/search?searchTerm=${path}`)).text(), {
      timeout: 20_000,
    })
    .toContain('"totalResults":1')
  return path
}

test('when they are told to stop, readiness falls, and pages are served as before', async () => {
  process.kill(start.program.pid, 'SIGTERM')
  for (const { url } of both) {
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 50 }).toBe(503)
    const reasons = answer.parse(await (await fetch(`${url}/readyz`)).json()).reasons
    expect(reasons).toEqual([expect.objectContaining({ name: 'stopping' })])
    expect((await fetch(`${url}/livez`)).status).toBe(200)
  }
  const page = await fetch(start.galleryUrl)
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close'])
  expect(await start.program.ended).toMatchObject({ exitCode: 0 })
})
