/** Guards that what is kept of an upstream stays within its bound, and that no pull and nothing that was pushed here pays for it. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { setQuota } from '#registry/apis/operator/set-quota.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'
import { type ConfiguredUpstream, startConfiguredUpstream } from '#testing/start-configured-upstream.ts'
import type { UnrulyUpstream } from '#testing/unruly-upstream.ts'
import type { OpenUpstream } from './create-upstreams.ts'

const start = Date.parse('2026-03-01T12:00:00.000Z')
const minute = 60_000

let configured: ConfiguredUpstream
let upstream: UnrulyUpstream
let fixture: TestService
let open: OpenUpstream

beforeEach(async () => {
  configured = await startConfiguredUpstream({ maxMegabytes: 1 })
  upstream = configured.upstream
  fixture = await openTestService({ UPSTREAMS_FILE: configured.file })
  const found = fixture.service.upstreams.find('mirror')
  if (found === null) throw new Error('The upstream is not open.')
  open = found
})
afterEach(async () => {
  await fixture[Symbol.asyncDispose]()
  await configured.remove()
})

const setMinute = (at: number) => fixture.setTime(new Date(start + at * minute).toISOString())

/** An image with one layer of so many bytes. */
function add(tag: string, bytes = 400_000) {
  const layer = randomBytes(bytes)
  const image = upstream.addImage('library/app', tag, [layer])
  return { image, layer: toDigest('sha256', layer) }
}

async function pullLayer(digest: Digest): Promise<void> {
  await open.bringBlob('library/app', digest)
  await expect.poll(() => open.countFills()).toBe(0)
}

async function isKept(digest: Digest): Promise<boolean> {
  const { store } = fixture.service
  const repository = await store.repositories.get(open.accountId, 'library/app')
  return repository !== null && (await store.blobs.getSize(repository.repositoryId, digest)) !== null
}

test('the layers go that were pulled longest ago', async () => {
  const [a, b, c] = [add('a'), add('b'), add('c')]
  await pullLayer(a.layer)
  setMinute(1)
  await pullLayer(b.layer)
  setMinute(20)
  // Pulled again, so that it is no longer the oldest.
  await pullLayer(a.layer)
  setMinute(40)
  await pullLayer(c.layer)
  expect([await isKept(a.layer), await isKept(b.layer), await isKept(c.layer)]).toEqual([true, false, true])
  expect(await fixture.service.store.content.stat(b.layer)).toBeNull()
})

test('what was pushed here never goes, though the upstream has it too', async () => {
  const [a, b, c] = [add('a'), add('b'), add('c')]
  await pullLayer(a.layer)
  const { service } = fixture
  await createAccount(service, { accountId: '111111111111' })
  await service.store.transaction(async (tx) => {
    const at = service.clock().toISOString()
    const { repositoryId } = await tx.repositories.insert({ accountId: '111111111111', name: 'own', at })
    await tx.blobs.link({ repositoryId, digest: a.layer, at })
  })
  setMinute(20)
  await pullLayer(b.layer)
  await pullLayer(c.layer)
  expect(await isKept(a.layer)).toBe(false)
  expect(await service.store.content.stat(a.layer)).toBe(400_000)
})

test('a layer of an image whose pull has just begun stays, however long ago it came', async () => {
  const [a, b, c] = [add('a'), add('b'), add('c')]
  await pullLayer(a.layer)
  setMinute(1)
  await pullLayer(b.layer)
  setMinute(30)
  await open.bring('library/app', { digest: a.image })
  await pullLayer(c.layer)
  expect([await isKept(a.layer), await isKept(b.layer)]).toEqual([true, false])
})

test('a layer that many images share stays for the one that is being pulled', async () => {
  const shared = randomBytes(400_000)
  const tags = Array.from({ length: 30 }, (_, at) => `shared-${at}`)
  const images = tags.map((tag) => upstream.addImage('library/app', tag, [shared]))
  for (const digest of images) await open.bring('library/app', { digest })
  const layer = toDigest('sha256', shared)
  await pullLayer(layer)
  setMinute(30)
  // Whichever the store would name first.
  for (const digest of [...images].sort().slice(-1)) await open.bring('library/app', { digest })
  for (const tag of ['a', 'b', 'c']) await pullLayer(add(tag).layer)
  expect(await isKept(layer)).toBe(true)
})

test('of an image whose pull goes on for longer nothing goes that is still to come', async () => {
  const [first, second] = [randomBytes(300_000), randomBytes(300_000)]
  const image = upstream.addImage('library/app', 'slow', [first, second])
  const [asked, waiting] = [toDigest('sha256', first), toDigest('sha256', second)]
  await open.bring('library/app', { digest: image })
  for (const layer of [asked, waiting]) await pullLayer(layer)
  const b = add('b')
  setMinute(1)
  await pullLayer(b.layer)
  // The first layer of a client on a slow line, and again what is noted while it is sent.
  setMinute(8)
  await pullLayer(asked)
  setMinute(16)
  await open.notePull('library/app', asked)
  setMinute(24)
  await pullLayer(add('c').layer)
  expect([await isKept(waiting), await isKept(b.layer)]).toEqual([true, false])
  // When it is over, it goes as all do.
  setMinute(60)
  await pullLayer(add('d').layer)
  expect(await isKept(waiting)).toBe(false)
})

test('twice the bound is never passed: what would need more is refused until something may go', async () => {
  const layers = ['a', 'b', 'c', 'd', 'e'].map((tag) => add(tag).layer)
  const [last] = [add('f').layer]
  for (const layer of layers) await pullLayer(layer)
  await expect(open.bringBlob('library/app', last)).rejects.toThrow(/As much as may be kept/)
  expect(await fixture.service.store.blobs.sumOfAccount(open.accountId)).toBe(2_000_000)
  setMinute(11)
  await pullLayer(last)
  expect(await isKept(last)).toBe(true)
  await fixture.service.upstreams.tidy()
  expect(await fixture.service.store.blobs.sumOfAccount(open.accountId)).toBeLessThanOrEqual(1_000_000)
})

test('layers on their way count, so that many at once do not pass the bound together', async () => {
  const layers = Array.from({ length: 8 }, (_, at) => add(`many-${at}`).layer)
  const results = await Promise.allSettled(layers.map((layer) => open.bringBlob('library/app', layer)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  await expect.poll(() => open.countFills()).toBe(0)
  expect(await fixture.service.store.blobs.sumOfAccount(open.accountId)).toBe(2_000_000)
})

test('a layer that is larger than all that may be kept is refused in words', async () => {
  const { layer } = add('huge', 2_100_000)
  await expect(open.bringBlob('library/app', layer)).rejects.toThrow(/2100000 bytes is more than is kept/)
})

test('manifests have a bound, too: those go that were stored longest ago, with their tags', async () => {
  const [a, b] = [add('a'), add('b')]
  await open.bring('library/app', { tag: 'a' })
  setMinute(1)
  await open.bring('library/app', { tag: 'b' })
  setMinute(30)
  const { store } = fixture.service
  // As if they were larger than a test can make them.
  await databaseOf(store).updateTable('image').set({ manifest_bytes: 40_000_000 }).execute()
  await fixture.service.upstreams.tidy()
  const repository = await store.repositories.get(open.accountId, 'library/app')
  const id = repository?.repositoryId ?? 0
  expect(await store.images.get(id, a.image)).toBeNull()
  expect(await store.tags.getDigest(id, 'a')).toBeNull()
  expect(await store.settings.get(`upstream-tag:${id}:a`)).toBeNull()
  expect(await store.tags.getDigest(id, 'b')).toBe(b.image)
})

test('a repository has no more images than its quota: the oldest goes, none of a pull that has just begun, and the rest is refused in words', async () => {
  const { service } = fixture
  const quota = { accountId: open.accountId, name: 'images-per-repository', value: 2 }
  await setQuota(service, quota)
  const [a, b, c] = [add('a'), add('b'), add('c')]
  const stored = async () => {
    const repository = await service.store.repositories.get(open.accountId, 'library/app')
    const images = [a, b, c].map(({ image }) =>
      service.store.images.get(repository?.repositoryId ?? 0, image),
    )
    return (await Promise.all(images)).map((image) => image !== null)
  }
  await open.bring('library/app', { tag: 'a' })
  setMinute(1)
  await open.bring('library/app', { tag: 'b' })
  await expect(open.bring('library/app', { tag: 'c' })).rejects.toThrow(
    /As many images of library\/app .* as may be/,
  )
  expect(await stored()).toEqual([true, true, false])
  // Of the first the pull is over, and the failure is no longer remembered.
  setMinute(10.5)
  await open.bring('library/app', { tag: 'c' })
  expect(await stored()).toEqual([false, true, true])
  expect(await open.bring('library/app', { tag: 'b' })).toBeNull()
})

test('what is kept of an upstream is never more than the quota of its account, which may be less than its bound', async () => {
  const [a, b, c] = [add('a'), add('b'), add('c')]
  const { store } = fixture.service
  const sum = () => store.blobs.sumOfAccount(open.accountId)
  await pullLayer(a.layer)
  setMinute(1)
  await pullLayer(b.layer)
  expect(await sum()).toBe(800_000)
  await setQuota(fixture.service, { accountId: open.accountId, name: 'storage-bytes', value: 500_000 })
  setMinute(2)
  // Both were pulled a moment ago, and the quota is none that they may pass.
  await expect(open.bringBlob('library/app', c.layer)).rejects.toMatchObject({
    reason: 'no-room',
    status: 503,
  })
  setMinute(12)
  await pullLayer(c.layer)
  expect(await sum()).toBe(400_000)
  await setQuota(fixture.service, { accountId: open.accountId, name: 'storage-bytes', value: 300_000 })
  setMinute(24)
  await expect(open.bringBlob('library/app', a.layer)).rejects.toThrow(/400000 bytes is more than is kept/)
  await fixture.service.upstreams.tidy()
  expect(await sum()).toBe(0)
})

test('an upstream has no more repositories than its quota, and the rest is refused in words', async () => {
  await setQuota(fixture.service, { accountId: open.accountId, name: 'repositories', value: 1 })
  add('a')
  await open.bring('library/app', { tag: 'a' })
  upstream.addImage('library/other', '1', [])
  const refusal = /As many repositories .* which is 1/
  await expect(open.bring('library/other', { tag: '1' })).rejects.toThrow(refusal)
  const layer = upstream.addBlob(randomBytes(100))
  await expect(open.bringBlob('library/other', layer)).rejects.toThrow(refusal)
  await open.bring('library/app', { tag: 'a' })
})

test('what was received of a layer that nobody asked for again goes after a day', async () => {
  const { content } = fixture.service.store
  const writer = await content.fills.open(open.accountId, toDigest('sha256', Buffer.from('x')))
  await writer.append([Buffer.from('part')])
  await fixture.service.upstreams.tidy()
  expect(await content.fills.sum()).toBe(4)
  await writer.leave()
  await content.fills.tidy(new Date(Date.now() + 1_000))
  expect(await content.fills.sum()).toBe(0)
})

test('a layer for which there can never be room costs none of those that are kept', async () => {
  const a = add('a')
  await pullLayer(a.layer)
  setMinute(20)
  await expect(open.bringBlob('library/app', add('huge', 2_100_000).layer)).rejects.toThrow(
    /more than is kept/,
  )
  expect(await isKept(a.layer)).toBe(true)
})

test('however many layers may not go, those go that may', async () => {
  const small = Array.from({ length: 250 }, () => randomBytes(10))
  const image = upstream.addImage('library/app', 'many', small)
  const [a, b] = [add('a'), add('b')]
  await pullLayer(a.layer)
  const { store } = fixture.service
  const { repositoryId } = (await store.repositories.get(open.accountId, 'library/app')) ?? {
    repositoryId: 0,
  }
  await store.transactionIn(repositoryId, async (tx) => {
    const [sizeBytes, at] = [10, new Date(start - minute).toISOString()]
    for (const layer of small) {
      await tx.blobs.add({ repositoryId, digest: toDigest('sha256', layer), sizeBytes, at })
    }
  })
  setMinute(1)
  await pullLayer(b.layer)
  setMinute(30)
  // Whose layers a client has already, and who asks again and again whether the image is still the same.
  await open.bring('library/app', { digest: image })
  await pullLayer(add('c').layer)
  expect([await isKept(a.layer), await isKept(b.layer)]).toEqual([false, true])
})

test('however many images may not go, those go that may', async () => {
  const quota = { accountId: open.accountId, name: 'images-per-repository', value: 251 }
  await setQuota(fixture.service, quota)
  const old = Array.from({ length: 250 }, (_, at) => add(`old-${at}`, 10).image)
  for (const digest of old) await open.bring('library/app', { digest })
  setMinute(1)
  const b = add('b')
  await open.bring('library/app', { digest: b.image })
  setMinute(30)
  for (const digest of old) await open.bring('library/app', { digest })
  await open.bring('library/app', { digest: add('c').image })
  const { store } = fixture.service
  const { repositoryId } = (await store.repositories.get(open.accountId, 'library/app')) ?? {
    repositoryId: 0,
  }
  expect(await store.images.get(repositoryId, b.image)).toBeNull()
  setMinute(50)
  for (const digest of old) await open.bring('library/app', { digest })
  await databaseOf(store).updateTable('image').set({ manifest_bytes: 300_000 }).execute()
  await fixture.service.upstreams.tidy()
  expect(await store.images.sumManifestsOfAccount(open.accountId)).toBe(250 * 300_000)
})

test('a layer that is asked for while room is made stays', async () => {
  const [a, b, c] = [add('a'), add('b'), add('c')]
  await pullLayer(a.layer)
  setMinute(1)
  await pullLayer(b.layer)
  setMinute(30)
  const { blobs } = fixture.service.store
  const list = blobs.listLeastRecent
  blobs.listLeastRecent = async (...form) => {
    const rows = await list(...form)
    await open.bringBlob('library/app', a.layer)
    return rows
  }
  await pullLayer(c.layer)
  blobs.listLeastRecent = list
  expect([await isKept(a.layer), await isKept(b.layer)]).toEqual([true, false])
})

test('what is left of layers that broke off counts, so that it does not fill the disk', async () => {
  const { content } = fixture.service.store
  for (const tag of ['a', 'b', 'c', 'd']) {
    const { layer } = add(tag, 900_000)
    upstream.trick = (request, response) => {
      if (!request.url?.includes('/blobs/') || request.headers.authorization === undefined) return false
      if (request.headers.range === undefined) {
        response.writeHead(200, { 'content-length': '900000' })
        response.write(randomBytes(800_000), () => setTimeout(() => response.destroy(), 50))
      } else response.writeHead(403).end()
      return true
    }
    await pullLayer(layer)
  }
  expect(await content.fills.sum()).toBe(1_600_000)
  upstream.trick = null
  await pullLayer(add('e', 900_000).layer)
  expect(await content.fills.sum()).toBe(800_000)
})
