/** What takes room is counted once where it stands once, and changes can be stopped without stopping the registry. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveHealth } from '#registry/server/serve-health.ts'
import { serveReadiness } from '#registry/server/serve-readiness.ts'
import { toUsagePages } from '#registry/server/serve-usage.ts'
import { closeService, openService } from '#registry/service.ts'
import {
  type DistributionTest,
  openDistributionTest,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushImage, putManifest, toImage } from '#testing/registry/distribution/push-image.ts'
import { ownerAccount } from '#testing/registry/ecr-public/open-api-test.ts'
import { measureUsage } from './measure-usage.ts'
import { findVerb } from './operator-table.ts'

let api: DistributionTest
beforeEach(async () => {
  api = await openDistributionTest()
})
afterEach(() => api.close())

const call = { signal: new AbortController().signal, tell() {}, emit() {} }
const run = (options: object) => findVerb('store', 'read-only')?.call(api.service, options, call)

test('what two repositories share counts for each, and for the account once', async () => {
  await api.call('CreateRepository', { repositoryName: 'second' })
  const [one = '', two = ''] = ['acme/app', 'acme/second']
  await pushImage(api, one, '1.0', { layers: ['shared layer', 'its own layer'] })
  await pushImage(api, two, '1.0', { layers: ['shared layer'] })
  const usage = await measureUsage(api.service, { top: 10 })
  const [larger, smaller] = usage.repositories
  expect([larger?.name, smaller?.name]).toEqual(['app', 'second'])
  expect(larger).toMatchObject({ images: 1, tags: 1, ownBytes: 'its own layer'.length })
  expect(smaller?.ownBytes).toBe(0)
  const [account] = usage.accounts
  expect(account).toMatchObject({
    accountId: ownerAccount,
    bytes: usage.bytes,
    ownBytes: usage.bytes,
    tags: 2,
  })
  expect(account?.listedBytes).toBe((larger?.bytes ?? 0) + (smaller?.bytes ?? 0))
  expect(usage.bytes).toBe(larger?.bytes)
  expect((await measureUsage(api.service, { top: 1 })).repositories).toHaveLength(1)
})

test('the page for the operator has the same, and nothing of a name ends an element', async () => {
  await pushImage(api, 'acme/app', '1.0')
  const pages = toUsagePages(api.service)
  await run({ reason: 'A <b>move</b>.' })
  expect(await pages['/usage']?.read()).toMatch(/<td>\d{12}\/app<\/td>/)
  expect(await pages['/usage']?.read()).toContain('A &#60;b&#62;move&#60;/b&#62;.')
  expect(JSON.parse((await pages['/usage.json']?.read()) ?? '')).toMatchObject({ readOnly: 'A <b>move</b>.' })
})

test('changes are stopped with the operator’s words, pulls go on, and it holds until it is taken back', async () => {
  await pushImage(api, 'acme/app', '1.0')
  await run({ reason: 'Moving until 14:00 UTC.' })
  const pushed = await putManifest(api, 'acme/app', '2.0', toImage(['layer']))
  expect([pushed.status, pushed.text]).toEqual([503, expect.stringContaining('Moving until 14:00 UTC.')])
  const created = await api.call('CreateRepository', { repositoryName: 'another' })
  expect(created.status).toBe(503)
  expect((await api.call('DescribeRepositories', {})).status).toBe(200)
  const pulled = await api.send('GET', '/v2/acme/app/manifests/1.0')
  expect(pulled.status).toBe(200)
  const health = await serveHealth(api.service)
  expect([health.status, JSON.parse(String(health.body)).message]).toEqual([
    503,
    expect.stringContaining('14:00'),
  ])
  expect((await serveReadiness(api.service, true)).status).toBe(200)
  // What the registry and its operator do goes on.
  expect(await findVerb('store', 'gc')?.call(api.service, {}, call)).toMatchObject({ deletedBlobs: 0 })

  await run({ off: true })
  expect(await run({})).toEqual({ reason: null })
  expect((await api.call('CreateRepository', { repositoryName: 'another' })).status).toBe(200)
})

test('changes stay stopped after a new start', async () => {
  await api.service.store.pause('Wait.')
  const { dataDir } = api.service.config
  await closeService(api.service)
  const service = await openService(api.service.config, { log: api.service.log })
  try {
    expect([service.config.dataDir, service.store.pausedFor()]).toEqual([dataDir, 'Wait.'])
  } finally {
    await service.store.pause(null)
    await closeService(service)
    api = await openDistributionTest()
  }
})
