/** What every store has to do with counts, feeds and usage. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '#registry/store/open-store.ts'
import { accountId, at, digestOf, later, otherId, type VerbFixture } from './verb-fixture.ts'

export function describeCounts(fixture: VerbFixture): void {
  const { makeRepository, putAll } = fixture
  let store: Store
  beforeEach(() => {
    store = fixture.store()
  })

  describe('counts and feeds', () => {
    test('pulls add up, and a reader is told of those that changed', async () => {
      const { repositoryId } = await makeRepository('app')
      const day = '2026-03-01'
      const add = (tag: string, count: number) =>
        store.quietly((tx) => tx.pulls.add([{ repositoryId, day, tag, count }]))
      await add('1.0', 2)
      const last = await store.pulls.getLastChange()
      await add('1.0', 3)
      await add('', 1)
      expect(await store.pulls.get(repositoryId, { fromDay: day, maxTags: 9 })).toEqual({
        ...{ total: 6, days: [{ day, count: 6 }], tags: [{ tag: '1.0', count: 5 }] },
      })
      expect((await store.pulls.listChanges(last))?.totals).toMatchObject([{ count: 6 }])
    })

    test('a batch of counts is noted once, by each writer', async () => {
      const note = (writer: string, number: number, day = 1) =>
        store.quietly((tx) => tx.batches.note({ writer, number, at: new Date(Date.UTC(2026, 2, day)) }))
      expect(await note('pulls one', 1)).toBe(true)
      expect(await note('pulls one', 1)).toBe(false)
      expect(await note('pulls two', 1)).toBe(true)
      expect(await note('pulls one', 2)).toBe(true)
      expect(await note('pulls one', 1)).toBe(false)
      // What was undone was not written.
      await store
        .quietly(async (tx) => {
          await tx.batches.note({ writer: 'pulls one', number: 3, at: new Date(0) })
          throw new Error('It was undone.')
        })
        .catch(() => {})
      expect(await note('pulls one', 3)).toBe(true)
      // Those of processes that ended long ago are forgotten.
      expect(await note('pulls two', 2, 40)).toBe(true)
      expect(await note('pulls one', 1, 40)).toBe(true)
    })

    test('what stands in one list twice counts twice', async () => {
      const { repositoryId } = await makeRepository('app')
      const pulled = { repositoryId, day: '2026-03-01', tag: '1.0', count: 2 }
      const client = { repositoryId, day: '2026-03-01', client: 'docker', count: 2 }
      const sent = { month: '2026-03', client: accountId, bytes: 5 }
      await store.transaction(async (tx) => {
        await tx.pulls.add([pulled, pulled, { ...pulled, day: '2026-03-02' }])
        await tx.pulls.addClients([client, client])
        await tx.transfers.add([sent, sent], '2026-01')
        await tx.resourceTags.put(repositoryId, [
          { key: 'team', value: 'one' },
          { key: 'team', value: 'two' },
        ])
      })
      const page = { fromDay: '2026-03-01', maxTags: 9 }
      expect(await store.pulls.get(repositoryId, page)).toMatchObject({ total: 6 })
      expect((await store.pulls.getDetails(repositoryId, page)).clients).toMatchObject([{ count: 4 }])
      expect(await store.transfers.get(sent)).toBe(10)
      expect(await store.resourceTags.list(repositoryId)).toEqual([{ key: 'team', value: 'two' }])
    })

    test('pulls of the days are told by tag and platform, those that were pulled most, and by client', async () => {
      const { repositoryId } = await makeRepository('app')
      const [early, late] = ['2026-02-01', '2026-03-01'] as const
      const add = async (day: string, tag: string, client: string, count: number) =>
        store.quietly(async (tx) => {
          await tx.pulls.add([{ repositoryId, day, tag, count }])
          await tx.pulls.addClients([
            { repositoryId, day, client, count },
            { repositoryId: 999, day, client, count },
          ])
        })
      await add(early, '1.0', 'docker', 9)
      await add(late, '1.0', 'docker', 2)
      await add(late, '1.0', 'podman', 1)
      await add(late, '', 'docker', 5)
      await add(late, 'rare', 'docker', 1)
      for (const [platform, count] of [
        ['linux/amd64', 1],
        ['linux/amd64', 2],
        ['linux/arm64', 2],
        ['linux/s390x', 1],
      ] as const) {
        const pulled = { day: late, platform, count }
        await store.quietly(async (tx) =>
          tx.pulls.addPlatforms([
            { repositoryId, ...pulled },
            { repositoryId: 999, ...pulled },
          ]),
        )
      }
      expect(await store.pulls.getDetails(repositoryId, { fromDay: late, maxTags: 2 })).toEqual({
        tags: [
          { day: late, tag: '', count: 5 },
          { day: late, tag: '1.0', count: 3 },
        ],
        clients: [
          { day: late, client: 'docker', count: 8 },
          { day: late, client: 'podman', count: 1 },
        ],
        platforms: [
          { day: late, platform: 'linux/amd64', count: 3 },
          { day: late, platform: 'linux/arm64', count: 2 },
        ],
      })
      const nothing = { fromDay: '2026-04-01', maxTags: 2 }
      expect(await store.pulls.getDetails(repositoryId, nothing)).toEqual({
        tags: [],
        clients: [],
        platforms: [],
      })
    })

    test('the audit log is a chain that is cut at its old end only', async () => {
      const event = (eventId: string, eventSecond: number) => ({
        ...{ eventId, eventSecond, eventSource: 's', eventName: 'n', readOnly: false, accountId },
        ...{ ownerAccountId: null, userName: null, accessKeyId: null, resourceName: null, record: '{}' },
      })
      await store.transaction((tx) => tx.audit.append([event('a', 1), event('b', 2), event('c', 3)]))
      expect((await store.audit.list(0)).map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c'])
      expect(await store.transaction((tx) => tx.audit.prune(3))).toBe(2)
      expect(await store.audit.getAnchor()).toMatchObject({ sequence: 2 })
      expect(await store.audit.getHead()).toMatchObject({ sequence: 3 })
    })
  })

  describe('usage', () => {
    test('says which repository has which blob, and how many images and tags each has', async () => {
      const made = [await makeRepository('a'), await makeRepository('b', otherId), await makeRepository('c')]
      const ids = made.map(({ repositoryId }) => repositoryId)
      const [first = 0, second = 0] = ids
      await putAll(first)
      await store.transaction((tx) =>
        tx.blobs.add({ repositoryId: second, digest: digestOf('layer'), sizeBytes: 5, at }),
      )
      expect(await readAll(store.usage.walkRepositories())).toEqual([
        { repositoryId: first, accountId, name: 'a', images: 2, tags: 2 },
        { repositoryId: second, accountId: otherId, name: 'b', images: 0, tags: 0 },
        { repositoryId: ids[2], accountId, name: 'c', images: 0, tags: 0 },
      ])
      const links = await readAll(store.usage.walkBlobLinks())
      expect(links).toEqual(
        [first, second].map((repositoryId) => ({ digest: digestOf('layer'), repositoryId, sizeBytes: 5 })),
      )
    })

    test('says what no repository has any more', async () => {
      const { repositoryId } = await makeRepository('a')
      await store.transaction(async (tx) => {
        await tx.blobs.add({ repositoryId, digest: digestOf('layer'), sizeBytes: 5, at })
        await tx.blobs.unlink(repositoryId, digestOf('layer'))
        await tx.blobs.markUnlinked(later, { first: digestOf('layer'), last: digestOf('layer') })
      })
      expect(await store.usage.sumUnlinked()).toEqual({ blobs: 1, bytes: 5 })
    })
  })
}

async function readAll<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
