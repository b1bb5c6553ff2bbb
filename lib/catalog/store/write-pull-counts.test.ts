/** Guards that the index has the counts that its source last told, whenever repositories come and go and whatever was missed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import { openTestCatalog, toTestQuery, toTestRecord, toTestRegistryId } from '#testing/test-catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import { readPullCounts } from '../sync/read-pull-counts.ts'
import type { SyncContext } from '../sync/sync-context.ts'

const names = ['one', 'two', 'three', 'four'] as const
const name = fc.constantFrom(...names)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pull' as const), name, count: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop registry' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose an answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset source' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open again' as const) }) },
)

const registryId = toTestRegistryId(0)

/** A source that counts pulls, as the registry's extension tells them. */
function createSource() {
  let epoch = 0
  let sequence = 0
  let counts = new Map<string, { count: number; sequence: number }>()
  const listPullCounts: GalleryExtension['listPullCounts'] = async (since) => {
    const [ofEpoch, after] = (since ?? '').split('.').map(Number)
    const isWhole = since === null || ofEpoch !== epoch
    const pulls = [...counts]
      .filter(([, one]) => (isWhole ? one.count > 0 : one.sequence > (after ?? 0)))
      .sort(([, a], [, b]) => a.sequence - b.sequence)
      .map(([repositoryName, { count }]) => ({ registryId, repositoryName, pullCount: count }))
    return { cursor: `${epoch}.${sequence}`, isWhole, pulls }
  }
  return {
    listPullCounts,
    set: (repositoryName: string, count: number) => {
      sequence += 1
      counts.set(repositoryName, { count, sequence })
    },
    get: (repositoryName: string) => counts.get(repositoryName)?.count ?? 0,
    reset: () => {
      epoch += 1
      sequence = 0
      counts = new Map()
    },
  }
}

function read(
  { writer, syncState }: OpenCatalog,
  source: Pick<GalleryExtension, 'listPullCounts'>,
  as = 'main',
) {
  const context: Pick<SyncContext, 'state' | 'source' | 'writer'> = { state: syncState, source: as, writer }
  return readPullCounts(context, source)
}

function putRegistry({ writer, syncState }: OpenCatalog): void {
  syncState.addSource('main', 'main')
  syncState.claimRegistry(registryId, 'main')
  writer.putRegistry({ registryId, displayName: null, verified: false, aliases: ['acme'] })
}

const find = ({ catalog }: OpenCatalog, repositoryName: string) =>
  catalog.findRepository('acme', repositoryName)?.pullCount ?? null

test('counts are those of the source, after any changes on both sides', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'pull-counts-'))
      const file = join(folder, 'catalog.sqlite')
      let opened = openTestCatalog([], file)
      const source = createSource()
      const present = new Set<string>()
      putRegistry(opened)
      try {
        for (const one of [...steps, { kind: 'read' as const }]) {
          if (one.kind === 'pull') source.set(one.name, one.count)
          else if (one.kind === 'add') {
            opened.writer.putRepositories([toTestRecord(registryId, { repositoryName: one.name })])
            present.add(one.name)
          } else if (one.kind === 'drop') {
            opened.writer.removeRepositories([{ registryId, repositoryName: one.name }])
            present.delete(one.name)
          } else if (one.kind === 'drop registry') {
            opened.writer.removeRegistry(registryId)
            opened.syncState.removeRegistry(registryId)
            putRegistry(opened)
            present.clear()
          } else if (one.kind === 'reset source') source.reset()
          else if (one.kind === 'lose an answer')
            await source.listPullCounts(opened.syncState.getPullCursor('main'))
          else if (one.kind === 'open again') {
            opened.close()
            opened = openTestCatalog([], file)
          } else {
            await read(opened, source)
            for (const each of names) {
              expect(find(opened, each)).toBe(present.has(each) ? source.get(each) : null)
            }
            const ranked = opened.catalog.search(toTestQuery({ sort: 'popularity' })).repositories
            const counts = ranked.map(({ pullCount }) => pullCount)
            expect(counts).toEqual(counts.toSorted((a, b) => b - a))
          }
        }
      } finally {
        opened.close()
        rmSync(folder, { recursive: true, force: true })
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)

describe('several sources', () => {
  const tell = (cursor: string, isWhole: boolean, counts: Record<string, number>) => ({
    listPullCounts: async () => ({
      cursor,
      isWhole,
      pulls: Object.entries(counts).map(([repositoryName, pullCount]) => ({
        registryId,
        repositoryName,
        pullCount,
      })),
    }),
  })
  const open = () => {
    const opened = openTestCatalog()
    putRegistry(opened)
    opened.syncState.addSource('other', 'other')
    opened.writer.putRepositories(
      ['one', 'two'].map((one) => toTestRecord(registryId, { repositoryName: one })),
    )
    return opened
  }

  test('one that tells everything takes no counts from the registries of another, and gives them none', async () => {
    const opened = open()
    await read(opened, tell('a', true, { one: 4 }))
    await read(opened, tell('b', true, { one: 9, two: 9 }), 'other')
    await read(opened, tell('c', false, { two: 9 }), 'other')
    expect([find(opened, 'one'), find(opened, 'two')]).toEqual([4, 0])
    opened.close()
  })

  test('a registry that moves to another one has the counts that this one tells', async () => {
    const opened = open()
    await read(opened, tell('a', true, { one: 4, two: 4 }))
    await read(opened, tell('b', true, { one: 9 }), 'other')
    expect(opened.syncState.getPullCursor('other')).toBe('b')
    opened.syncState.claimRegistry(registryId, 'other')
    expect(opened.syncState.getPullCursor('other')).toBeNull()
    await read(opened, tell('c', true, { one: 9 }), 'other')
    expect([find(opened, 'one'), find(opened, 'two')]).toEqual([9, 0])
    opened.close()
  })
})

test('a source that cannot tell changes is asked for everything each time', async () => {
  const opened = openTestCatalog()
  putRegistry(opened)
  const asked: (string | null)[] = []
  const source = {
    listPullCounts: async (since: string | null) => {
      asked.push(since)
      return { cursor: null, isWhole: true, pulls: [] }
    },
  }
  await read(opened, source)
  await read(opened, source)
  expect(asked).toEqual([null, null])
  opened.close()
})
