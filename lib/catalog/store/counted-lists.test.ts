/**
 * What is counted while it is written is what a count one by one finds, after any changes: of the whole catalogue, of each
 * publisher, and in every list that is cut out of an order.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import {
  openTestCatalog,
  testPageSize,
  toTestQuery,
  toTestRecord,
  toTestRegistryId,
} from '#testing/test-catalog.ts'
import type { Catalog, RepositorySummary } from '../catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import type { RepositoryKind } from '../query/search-query.ts'
import { PATHS_PER_PART } from './list-repositories.ts'

const busyTimeoutMs = 120_000
const aliases = ['ash', 'birch', 'cedar', 'Dogwood', 'elm', 'fir', 'gum', 'hazel'] as const
const kinds: readonly RepositoryKind[] = ['image', 'chart', 'artifact', 'empty']
const digest = `sha256:${'a'.repeat(64)}`

const registry = fc.nat(aliases.length - 1)
const labels = {
  operatingSystems: fc.subarray([...OPERATING_SYSTEMS]),
  architectures: fc.subarray([...ARCHITECTURES]),
}
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      registry,
      name: fc.constantFrom('one', 'two', 'three', 'four'),
      holds: fc.constantFrom(...kinds),
      day: fc.integer({ min: 1, max: 28 }),
      ...labels,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read image' as const), at: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove registry' as const), registry }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rename' as const),
      registry,
      verified: fc.boolean(),
      as: fc.string(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), registry }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pull' as const), at: fc.nat(100), count: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tag' as const), at: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sync' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open again' as const) }) },
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

test(
  'counts and lists are those of a count one by one, after any changes',
  () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const folder = mkdtempSync(join(tmpdir(), 'counted-lists-'))
        const file = join(folder, 'catalog.sqlite')
        let opened = openTestCatalog([], file)
        /** `alias/name` of all that is there. */
        const known = new Set<string>()
        /** What was shown at each version. */
        const versions = new Map<string, string>()
        try {
          for (const one of changes) {
            if (one.kind === 'open again') {
              opened.close()
              opened = openTestCatalog([], file)
            } else apply(opened, known, one)
            expectCounted(opened.catalog, known)
            const [shown, version] = [toShown(opened.catalog), opened.readVersion()]
            expect(version).not.toBeNull()
            const sameVersion = versions.get(version ?? '')
            if (sameVersion !== undefined) expect(shown, 'what is shown at one version').toBe(sameVersion)
            versions.set(version ?? '', shown)
          }
        } finally {
          opened.close()
          rmSync(folder, { recursive: true, force: true })
        }
      }),
      { numRuns: 60 },
    )
  },
  busyTimeoutMs,
)

test('the parts of the sitemap hold each repository once, and those that are empty are left out', () => {
  const opened = openTestCatalog()
  putRegistry(opened, 0)
  const names = Array.from({ length: 2.5 * PATHS_PER_PART }, (_, at) => `r${at}`)
  const registryId = toTestRegistryId(0)
  const refs = names.map((repositoryName) => ({ registryId, repositoryName }))
  opened.writer.putRepositories(names.map((repositoryName) => toTestRecord(registryId, { repositoryName })))
  const listAll = () =>
    opened.catalog
      .listPathParts()
      .flatMap((part) => opened.catalog.listPaths(part))
      .map(({ repositoryName }) => repositoryName)
  expect(opened.catalog.listPathParts()).toEqual([1, 2, 3])
  expect(opened.catalog.listPaths(1)).toHaveLength(PATHS_PER_PART)
  expect(listAll()).toEqual(names)
  opened.writer.removeRepositories(refs.slice(PATHS_PER_PART, 2 * PATHS_PER_PART))
  expect(opened.catalog.listPathParts()).toEqual([1, 3])
  expect(listAll()).toEqual([...names.slice(0, PATHS_PER_PART), ...names.slice(2 * PATHS_PER_PART)])
  opened.close()
})

function apply({ catalog, writer }: OpenCatalog, known: Set<string>, given: Change): void {
  const pick = (at: number) => [...known][at % Math.max(1, known.size)]
  const toRef = (path: string) => {
    const [alias = '', repositoryName = ''] = path.split('/')
    return {
      registryId: toTestRegistryId(aliases.indexOf(alias as (typeof aliases)[number])),
      repositoryName,
    }
  }
  if (given.kind === 'put') {
    if (writer.listAliases(toTestRegistryId(given.registry)).length === 0)
      putRegistry({ writer }, given.registry)
    const { name, holds, day, operatingSystems, architectures } = given
    writer.putRepositories([
      toTestRecord(toTestRegistryId(given.registry), {
        repositoryName: name,
        kind: holds,
        operatingSystems,
        architectures,
        changedAt: `2026-04-${String(day).padStart(2, '0')}T00:00:00.000Z`,
        shownImage: holds === 'empty' ? null : { tag: '1.0', digest },
      }),
    ])
    known.add(`${aliases[given.registry]}/${name}`)
  } else if (given.kind === 'remove') {
    const path = pick(given.at)
    if (path === undefined) return
    writer.removeRepositories([toRef(path)])
    known.delete(path)
  } else if (given.kind === 'read image') {
    const path = pick(given.at)
    if (path === undefined) return
    for (const image of writer.listUnreadImages([toRef(path)])) {
      writer.putImageFacts(image, {
        kind: 'wasm',
        platforms: [{ platform: { os: 'windows', architecture: 'arm64' } }],
        sizeBytes: 1,
        licence: 'MIT',
        sourceUrl: null,
        attached: { signatures: 0, boms: 0, attestations: 0 },
      })
    }
  } else if (given.kind === 'remove registry') {
    writer.removeRegistry(toTestRegistryId(given.registry))
    for (const path of known) if (path.startsWith(`${aliases[given.registry]}/`)) known.delete(path)
  } else if (given.kind === 'sync') writer.noteSync()
  else if (given.kind === 'pull') {
    const path = pick(given.at)
    if (path === undefined) return
    writer.putPullCounts([{ ...toRef(path), pullCount: given.count }], { source: '', isWhole: false })
  } else if (given.kind === 'tag') {
    const path = pick(given.at)
    if (path === undefined) return
    const { repositoryName, registryId } = toRef(path)
    writer.putRepositories([toTestRecord(registryId, { repositoryName, tags: [{ tag: 'one', digest }] })])
  } else if (given.kind === 'rename') {
    putRegistry({ writer }, given.registry, given)
  } else if (given.kind === 'fail') {
    // The first is written, and taken back with the second.
    putRegistry({ writer }, given.registry)
    const inKnown = toTestRecord(toTestRegistryId(given.registry), { repositoryName: 'never' })
    const inUnknown = toTestRecord('999999999999', { repositoryName: 'never' })
    expect(() => writer.putRepositories([inKnown, inUnknown])).toThrow('999999999999')
    expect(catalog.findRepository(aliases[given.registry] ?? '', 'never')).toBeNull()
  }
}

function putRegistry(
  { writer }: Pick<OpenCatalog, 'writer'>,
  at: number,
  { verified = false, as = '' }: { verified?: boolean; as?: string } = {},
): void {
  const displayName = as === '' ? null : as
  writer.putRegistry({
    registryId: toTestRegistryId(at),
    displayName,
    verified,
    aliases: [aliases[at] ?? ''],
  })
}

function expectCounted(catalog: Catalog, known: ReadonlySet<string>): void {
  const all = [...known].map((path) => {
    const [alias = '', name = ''] = path.split('/')
    return catalog.findRepository(alias, name)
  })
  const found = all.filter((one): one is RepositorySummary => one !== null)
  expect(found).toHaveLength(known.size)
  const publishers = aliases.filter((alias) => found.some((one) => one.registryAlias === alias))
  expect(catalog.facts()).toMatchObject({
    repositoryCount: known.size,
    publisherCount: publishers.length,
  })
  for (const alias of aliases) {
    const publisher = catalog.findPublisher(alias)
    const own = found.filter((one) => one.registryAlias === alias)
    if (publisher === null) expect(own).toEqual([])
    else {
      expect(publisher).toMatchObject({
        repositoryCount: own.length,
        operatingSystems: countLabels(own.flatMap((one) => one.operatingSystems)).map(([label]) => label),
        architectures: countLabels(own.flatMap((one) => one.architectures)).map(([label]) => label),
        kinds: countLabels(own.map((one) => one.kind)).map(([kind, count]) => ({ kind, count })),
        updatedAt:
          own
            .map((one) => one.updatedAt)
            .sort()
            .at(-1) ?? null,
      })
    }
  }
  const pages = Array.from({ length: Math.ceil(publishers.length / testPageSize) }, (_, at) =>
    catalog.listPublishers(at + 1),
  )
  const listed = pages.flatMap((page) => page.publishers)
  expect(listed.map((one) => one.registryAlias).sort()).toEqual([...publishers].sort())
  for (const [at, { publisherName }] of listed.entries()) {
    const next = listed[at + 1]
    if (next) expect(fold(publisherName) <= fold(next.publisherName)).toBe(true)
  }
  const verified = catalog.listVerifiedPublishers(aliases.length)
  expect(verified.map((one) => one.registryAlias).sort()).toEqual(
    listed
      .filter((one) => one.verified)
      .map((one) => one.registryAlias)
      .sort(),
  )
  const sizes = verified.map((one) => one.repositoryCount)
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  for (const operatingSystems of OPERATING_SYSTEMS) {
    for (const value of ['yes', undefined]) {
      expect(catalog.hasAny({ operatingSystems, ...(value && { verified: value }) })).toBe(
        found.some((one) => one.operatingSystems.includes(operatingSystems) && (!value || one.verified)),
      )
    }
  }
}

/** Everything that a page may show, as one text. */
function toShown(catalog: Catalog): string {
  return JSON.stringify([
    catalog.search(toTestQuery({})),
    catalog.search(toTestQuery({ text: 'one' })),
    catalog.listPublishers(1),
    catalog.listVerifiedPublishers(9),
    catalog.listPopular(9),
    catalog.listIndex(),
    catalog.facts(),
  ])
}

/** The most frequent first, and then in the order of their bytes. */
function countLabels(given: readonly string[]): [label: string, count: number][] {
  const counts = new Map<string, number>()
  for (const label of given) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** As SQLite's NOCASE, in the order of bytes. */
function fold(name: string): string {
  return Buffer.from(name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())).toString('hex')
}
