import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import { openTestService, type TestService } from '#testing/registry/open-test-service.ts'

let fixture: TestService
beforeEach(async () => {
  fixture = await openTestService()
})
afterEach(() => fixture[Symbol.asyncDispose]())

const at = '2026-03-01T12:00:00.000Z'

test('the grace period begins for all blobs that no repository has, or for one of them', async () => {
  const { store } = fixture.service
  const { accountId } = await createAccount(fixture.service)
  const [kept, one, other] = ['kept', 'one', 'other'].map((text) => toDigest('sha256', Buffer.from(text)))
  if (!kept || !one || !other) throw new Error('There are no digests.')
  const { repositoryId } = await store.transaction((tx) =>
    tx.repositories.insert({ accountId, name: 'app', at }),
  )
  for (const digest of [kept, one, other]) {
    await store.transactionIn(repositoryId, (tx) => tx.blobs.add({ repositoryId, digest, sizeBytes: 1, at }))
  }
  for (const digest of [one, other]) {
    await store.transactionIn(repositoryId, (tx) => tx.blobs.unlink(repositoryId, digest))
  }
  const listMarked = async () => {
    const marked = databaseOf(store).selectFrom('blob').select('digest').where('unlinked_at', '=', at)
    return (await marked.execute()).map(({ digest }) => digest)
  }
  await store.transaction((tx) => tx.blobs.markUnlinked(at, { first: kept, last: kept }))
  expect(await listMarked()).toEqual([])
  await store.transaction((tx) => tx.blobs.markUnlinked(at, { first: one, last: one }))
  expect(await listMarked()).toEqual([one])
  const all = await store.blobs.listNoted('', 10)
  expect(all.filter(({ isUnlinked }) => isUnlinked).map(({ digest }) => digest)).toEqual([other])
  const [first = kept, last = kept] = [all[0]?.digest, all.at(-1)?.digest]
  await store.transaction((tx) => tx.blobs.markUnlinked(at, { first, last }))
  expect((await listMarked()).toSorted()).toEqual([one, other].toSorted())
})
