/** What every store has to do with the rows of objects and of uploads into them. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ArrivingUpload } from '#registry/store/content-verbs.ts'
import type { Store } from '#registry/store/open-store.ts'
import { at, digestOf, later, latest, type VerbFixture } from './verb-fixture.ts'

export function describeContentRows(fixture: VerbFixture): void {
  let store: Store
  beforeEach(() => {
    store = fixture.store()
  })

  describe('objects', () => {
    const digest = digestOf('content')
    const keep = (key: string, when: string) =>
      store.quietly((tx) => tx.objects.keep({ key, digest, sizeBytes: 5_000_000_000, at: when }))

    test('one has a blob, the last that was kept; the one before is to be deleted', async () => {
      await keep('first', at)
      await keep('second', later)
      const kept = { key: 'second', digest, sizeBytes: 5_000_000_000, at: later }
      expect(await store.objects.find(digest)).toEqual(kept)
      const walked: unknown[] = []
      for await (const object of store.objects.walk()) walked.push(object)
      expect(walked).toEqual([kept])
      expect(await store.objects.listLeaving(latest, 10)).toEqual([
        { key: 'first', multipartId: null, at: later },
      ])
      expect(await store.objects.listLeaving(later, 10)).toEqual([])
      await store.quietly((tx) => tx.objects.forget(['first', 'second']))
      expect([await store.objects.listLeaving(latest, 10), await store.objects.find(digest)]).toEqual([
        [],
        kept,
      ])
    })

    test('what is set aside is in nobody’s way, and leaves by itself', async () => {
      await keep('damaged', at)
      await store.quietly((tx) => tx.objects.setAside(digest, later))
      expect([await store.objects.find(digest), await store.objects.listAside()]).toEqual([null, [digest]])
      await keep('whole', later)
      await store.quietly((tx) => tx.objects.releaseAside(digest, later))
      expect([await store.objects.listAside(), (await store.objects.find(digest))?.key]).toEqual([
        [],
        'whole',
      ])
      const released = await store.quietly((tx) => tx.objects.release(digest, later))
      expect([released, (await store.objects.listLeaving(latest, 10)).map(({ key }) => key).sort()]).toEqual([
        true,
        ['damaged', 'whole'],
      ])
    })
  })

  describe('uploads', () => {
    const upload: ArrivingUpload = {
      id: 'one',
      repositoryId: 7,
      principal: 'AIDA',
      way: 'stream',
      begunAt: at,
      touchedAt: at,
      partBytes: [],
      progress: '',
      version: 1,
      heldUntil: null,
    }

    test('are held by one at a time, and noted by nobody else', async () => {
      await store.quietly((tx) => tx.uploads.insert(upload))
      const hold = () =>
        store.quietly((tx) => tx.uploads.hold({ id: 'one', version: 1, heldUntil: later, at: later }))
      expect((await Promise.all([hold(), hold(), hold()])).filter((isHeld) => isHeld)).toHaveLength(1)
      const noted = { id: 'one', touchedAt: later, partBytes: [5], progress: '{}', heldUntil: null }
      expect(await store.quietly((tx) => tx.uploads.keep({ ...noted, version: 1 }))).toBe(false)
      expect(await store.quietly((tx) => tx.uploads.keep({ ...noted, version: 2 }))).toBe(true)
      expect(await store.uploads.get('one')).toEqual({ ...upload, ...noted, version: 2 })
      expect(await store.quietly((tx) => tx.uploads.delete('one', 1))).toBe(false)
      expect(await store.quietly((tx) => tx.uploads.delete('one', 2))).toBe(true)
      expect(await store.uploads.get('one')).toBeNull()
    })

    test('are counted, and found by repository and by age', async () => {
      await store.quietly(async (tx) => {
        await tx.uploads.insert(upload)
        await tx.uploads.insert({ ...upload, id: 'two', touchedAt: latest, heldUntil: latest })
        await tx.uploads.insert({ ...upload, id: 'three', repositoryId: null, principal: '' })
      })
      expect([await store.uploads.countOf('AIDA'), await store.uploads.count()]).toEqual([2, 3])
      expect((await store.uploads.listOf(7)).map(({ id }) => id).sort()).toEqual(['one', 'two'])
      const page = { since: latest, after: '', limit: 1 }
      expect((await store.uploads.listUntouched(page)).map(({ id }) => id)).toEqual(['one'])
      expect((await store.uploads.listUntouched({ ...page, after: 'one' })).map(({ id }) => id)).toEqual([
        'three',
      ])
      await store.quietly((tx) => tx.uploads.releaseAll())
      expect((await store.uploads.get('two'))?.heldUntil).toBeNull()
    })
  })
}
