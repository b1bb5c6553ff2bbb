/** What every store has to do with the history of tags. */
import { beforeEach, describe, expect, test } from 'vitest'
import { OCI_IMAGE, OCI_INDEX } from '#lib/oci/media-types.ts'
import type { Store } from '#registry/store/open-store.ts'
import { accountId, at, digestOf, later, latest, toImage, type VerbFixture } from './verb-fixture.ts'

export function describeTagHistory(fixture: VerbFixture): void {
  const { makeRepository, putAll } = fixture
  let store: Store
  beforeEach(() => {
    store = fixture.store()
  })

  describe('the history of tags', () => {
    const everything = { before: null, after: null, digest: null, limit: 99 }
    const list = async (repositoryId: number, tag: string) =>
      (await store.tags.listMoves(repositoryId, tag, everything)).map(
        ({ digest, movedAt, isRemoval }) => `${isRemoval ? 'from' : 'to'} ${nameOf(digest)} ${movedAt}`,
      )
    const nameOf = (digest: string) => ['image', 'index'].find((name) => digestOf(name) === digest)

    test('each move is there, also when tag and image are gone', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction((tx) =>
        tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf('index'), at: later }),
      )
      await store.transaction((tx) => tx.tags.delete(repositoryId, '1.0', later))
      expect(await store.transaction((tx) => tx.tags.delete(repositoryId, '1.0', latest))).toBe(false)
      await store.transaction((tx) => tx.images.delete(repositoryId, digestOf('index'), latest))
      expect(await list(repositoryId, '1.0')).toEqual([
        `from index ${later}`,
        `to index ${later}`,
        `to image ${at}`,
      ])
      expect(await list(repositoryId, 'latest')).toEqual([`from index ${latest}`, `to index ${later}`])
      expect(await list(repositoryId, 'never')).toEqual([])
      expect((await store.tags.listMoves(repositoryId, 'latest', everything))[0]).toMatchObject({
        ...{ mediaType: OCI_INDEX, manifestBytes: 'index'.length },
      })
    })

    test('a page begins where it is asked for', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      for (const [index, name] of ['index', 'image', 'index'].entries()) {
        await store.transaction((tx) =>
          tx.tags.put(repositoryId, { tag: '1.0', digest: digestOf(name), at: index < 1 ? later : latest }),
        )
      }
      const page = async (options: object) =>
        (await store.tags.listMoves(repositoryId, '1.0', { ...everything, ...options })).map(
          (it) => it.number,
        )
      expect(await page({})).toEqual([4, 3, 2, 1])
      expect(await page({ limit: 2 })).toEqual([4, 3])
      expect(await page({ after: 3 })).toEqual([2, 1])
      expect(await page({ before: latest })).toEqual([2, 1])
      expect(await page({ digest: digestOf('index') })).toEqual([4, 2])
    })

    test('an image that is put again under its tags has not moved them', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction(async (tx) => {
        await tx.images.delete(repositoryId, digestOf('index'), null)
        await tx.images.put(
          repositoryId,
          toImage('index', { kind: 'image', digest: digestOf('image') }),
          later,
        )
        await tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('index'), at: later })
      })
      expect(await list(repositoryId, 'latest')).toEqual([`to index ${later}`])
    })

    test('a past that is given moves the moves, each of which is there once', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      for (const name of ['image', 'index', 'image', 'index']) {
        const move = { tag: '1.0', digest: digestOf(name), at: latest }
        await store.transaction((tx) => tx.tags.put(repositoryId, move))
      }
      const [longAgo, before, after] = ['2025-01-01', '2025-02-01', '2025-03-01'] as const
      const pushedAt = new Map([
        [digestOf('image'), before],
        [digestOf('index'), after],
      ])
      const past = { accountId, name: 'app', createdAt: longAgo, pushedAt }
      await store.transaction((tx) => tx.repositories.backdate(past))
      expect(await list(repositoryId, '1.0')).toEqual([`to index ${after}`, `to image ${before}`])
    })

    test('a clock that was set back leaves the moves in their order', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      await store.transaction((tx) =>
        tx.tags.put(repositoryId, { tag: 'latest', digest: digestOf('image'), at }),
      )
      expect(await list(repositoryId, 'latest')).toEqual([`to image ${later}`, `to index ${later}`])
    })

    test('tags are listed with their times in the order of their names', async () => {
      const { repositoryId } = await makeRepository('app')
      await putAll(repositoryId)
      const [first, second] = await store.tags.listTimed(repositoryId, { after: null, limit: 9 })
      expect(first).toEqual({
        ...{ tag: '1.0', digest: digestOf('image'), createdAt: at },
        ...{ mediaType: OCI_IMAGE, manifestBytes: 'image'.length },
      })
      expect(second).toMatchObject({ tag: 'latest', createdAt: later })
      expect(await store.tags.listTimed(repositoryId, { after: '1.0', limit: 9 })).toEqual([second])
    })

    test('a repository takes its history along, and leaves that of others', async () => {
      const [one, other] = [await makeRepository('app'), await makeRepository('second')]
      await putAll(one.repositoryId)
      await putAll(other.repositoryId)
      await store.transaction((tx) => tx.repositories.delete(one.repositoryId))
      expect(await list(one.repositoryId, 'latest')).toEqual([])
      expect(await list(other.repositoryId, 'latest')).toEqual([`to index ${later}`])
    })
  })
}
