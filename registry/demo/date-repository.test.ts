/** The past of the demo catalogue: in order, spread over time, never ahead of the clock, and written only once. */
import { expect, test } from 'vitest'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService } from '#testing/registry/open-test-service.ts'
import { dateRepository, toReleaseTimes } from './date-repository.ts'
import { toManifest } from './images/demo-push.ts'
import { readDemoContent } from './read-demo-content.ts'

const now = new Date('2026-11-28T12:00:00Z')

test('releases come one after the other, and none in the future', () => {
  for (const { repositories } of readDemoContent()) {
    for (const { name, history, images } of repositories) {
      const times = toReleaseTimes(name, history, images?.releases.length ?? 1, now)
      expect(times, name).toEqual(times.toSorted())
      expect(new Set(times).size, name).toBe(times.length)
      expect(Date.parse(times.at(-1) ?? ''), name).toBeLessThan(now.getTime())
    }
  }
})

test('the newest releases of the catalogue lie on many different days', () => {
  const days = readDemoContent().flatMap(({ repositories }) =>
    repositories.map(({ name, history }) => toReleaseTimes(name, history, 1, now)[0]?.slice(0, 10)),
  )
  expect(new Set(days).size).toBeGreaterThan(25)
})

test('a second run adds no pulls and moves no date', async () => {
  await using test = await openTestService()
  const { service } = test
  await createAccount(service, { accountId: '100000000001' })
  const created = { accountId: '100000000001', name: 'web', at: service.clock().toISOString() }
  await service.store.transaction((tx) => tx.repositories.insert(created))
  const repository = {
    name: 'web',
    history: { newestDaysAgo: 5, everyDays: 30, pulls: 900 },
    platforms: ['linux/amd64', 'linux/arm64'],
  }
  const release = { blobs: [], manifests: [{ ...toManifest({ mediaType: 'text/plain' }, ['1.0']) }] }
  const read = async () => ({
    pulls: await databaseOf(service.store).selectFrom('pull_total').selectAll().execute(),
    platforms: await databaseOf(service.store).selectFrom('pull_platform').selectAll().execute(),
    repository: await databaseOf(service.store).selectFrom('repository').selectAll().execute(),
  })
  await dateRepository(service, '100000000001', repository, [release])
  const first = await read()
  const sum = first.pulls.reduce((all, { count }) => all + count, 0)
  expect(sum).toBeGreaterThan(850)
  // Every pull is of one platform.
  expect(first.platforms.reduce((all, { count }) => all + count, 0)).toBe(sum)
  expect(new Set(first.platforms.map(({ platform }) => platform)).size).toBe(2)
  expect(first.repository[0]?.updated_at.slice(0, 7)).toBe('2026-02')

  test.setTime('2026-03-02T12:00:00Z')
  await dateRepository(service, '100000000001', repository, [release])
  expect(await read()).toEqual(first)
})
