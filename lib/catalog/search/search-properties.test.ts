/**
 * What holds for every catalogue and every query: totals and facets are those of a count one by one, pages and sorts show
 * the same matches, and an index that was changed answers like a rebuilt one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import {
  countValue,
  findAll,
  type PlainQuery,
  type PlainRepository,
  type PlainText,
  toTypedText,
} from '#testing/brute-force-search.ts'
import { openTestCatalog, testPageSize, toTestQuery, toTestRecord } from '#testing/test-catalog.ts'
import type { Facets, RepositorySummary, SearchResult } from '../catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import type { RepositoryKind, SearchQuery } from '../query/search-query.ts'

/** Generous, because a busy machine is no failure: this one opens and writes many files. */
const busyTimeoutMs = 120_000

const now = new Date('2026-05-01T00:00:00.000Z')
/** No word begins another one, or is a slip away from it. */
const vocabulary = ['amber', 'bucket', 'cobalt', 'drizzle', 'jungle', 'falcon', 'granite', 'hollow'] as const
const aliases = ['quartz', 'rivers', 'sundial', 'tundra', 'umbrella', 'violins'] as const
const publishers = aliases.map((alias, at) => ({
  alias,
  registryId: String(100_000_000_001 + at),
  verified: at % 2 === 0,
}))
const types: readonly RepositoryKind[] = ['image', 'chart', 'artifact', 'empty']
/** Well within one step of the filter, as what a month is may be argued about. */
const agesDays = [0.2, 3, 15, 100, 900]

const word = fc.constantFrom(...vocabulary)
const names = fc.stringMatching(/^[xyz]{2}[0-9]{2}$/)

const repository = fc
  .record({
    publisher: fc.constantFrom(...publishers),
    name: names,
    words: fc.array(word, { maxLength: 6 }),
    operatingSystems: fc.subarray([...OPERATING_SYSTEMS]),
    architectures: fc.subarray([...ARCHITECTURES]),
    type: fc.constantFrom(...types),
    age: fc.constantFrom(...agesDays),
    pullCount: fc.integer({ min: 0, max: 5 }),
  })
  .map(
    ({ publisher: { alias, verified }, age, pullCount, ...rest }): PlainRepository => ({
      ...rest,
      alias,
      verified,
      updatedAt: new Date(now.getTime() - age * 86_400_000).toISOString(),
      pullCount: rest.type === 'empty' ? 0 : pullCount,
    }),
  )

const repositories = fc.uniqueArray(repository, { minLength: 3, maxLength: 40, selector: toPath })

const text: fc.Arbitrary<PlainText> = fc.record({
  words: fc.array(
    fc.oneof(
      word,
      word.map((whole) => whole.slice(0, 3)),
    ),
    { maxLength: 2 },
  ),
  phrases: fc.array(fc.array(word, { minLength: 2, maxLength: 2 }), { maxLength: 1 }),
  excluded: fc.array(word, { maxLength: 1 }),
})

/** Mostly none, so that something is left to be counted. */
const seldom = <Value>(selection: fc.Arbitrary<Value[]>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<Value[]>([]) }, { weight: 1, arbitrary: selection })

const query: fc.Arbitrary<PlainQuery> = fc.record({
  // What is only excluded asks for nothing yet.
  text: text.map((given) =>
    given.words.length + given.phrases.length === 0 ? { ...given, excluded: [] } : given,
  ),
  verifiedOnly: fc.constantFrom(false, false, true),
  operatingSystems: seldom(fc.subarray<string>([...OPERATING_SYSTEMS])),
  architectures: seldom(fc.subarray<string>([...ARCHITECTURES])),
  publishers: seldom(fc.subarray<string>([...aliases], { maxLength: 3 })),
  types: seldom(fc.subarray([...types], { maxLength: 2 })),
  licences: fc.constant([]),
  vouched: fc.constant([]),
  packages: fc.constant([]),
  updatedWithin: fc.constantFrom(null, null, null, 'day', 'week', 'month', 'year'),
})

const sorts = ['relevance', 'popularity', 'updated', 'name'] as const

test('totals, matches and every facet are those of a count one by one', async () => {
  await fc.assert(
    fc.asyncProperty(repositories, fc.array(query, { minLength: 1, maxLength: 4 }), async (all, queries) => {
      const opened = await openFilled(all)
      for (const asked of queries) {
        const { result, found } = readEveryPage(opened, asked, 'relevance')
        // Where no repository has every word, some are left out, and what is shown is exact for the others.
        const meant = leaveOut(asked, result.without ?? [])
        if (result.without !== undefined) expect(countMatches(all, asked)).toBe(0)
        const expected = findAll(all, meant, now).map(toPath).sort()
        expect(found.map(toSummaryPath).sort()).toEqual(expected)
        expect(result.totalResults).toBe(expected.length)
        expect(result.correctedTerm).toBeUndefined()
        expectFacets(result.facets, all, meant)
      }
      await opened.close()
    }),
    { numRuns: 150 },
  )
})

test('every page and every sort counts the same and shows each match once, in the order that was asked for', async () => {
  await fc.assert(
    fc.asyncProperty(repositories, query, async (all, asked) => {
      const opened = await openFilled(all)
      const { result: first } = readEveryPage(opened, asked, 'relevance')
      for (const sort of sorts) {
        const { result, found, pages } = readEveryPage(opened, asked, sort)
        expect(new Set(found.map(toSummaryPath)).size).toBe(first.totalResults)
        for (const page of [result, ...pages]) {
          expect(page.totalResults).toBe(first.totalResults)
          expect(page.facets).toEqual(first.facets)
        }
        expectOrder(found, sort, all)
      }
      await opened.close()
    }),
    { numRuns: 100 },
  )
})

const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('put' as const), repository }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('drop' as const), publisher: fc.constantFrom(...publishers) }),
  },
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

test(
  'an index that was changed and opened again in any order answers like a rebuilt one',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'search-properties-'))
    const changes = fc.array(change, { maxLength: 20 })
    const queries = fc.array(query, { minLength: 1, maxLength: 3 })
    try {
      await fc.assert(
        fc.asyncProperty(repositories, changes, queries, async (all, given, asked) => {
          const file = join(mkdtempSync(join(folder, 'index-')), 'catalog.sqlite')
          let changed = await openFilled(all, file)
          const known = new Map(all.map((one) => [toPath(one), one]))
          for (const [step, one] of given.entries()) {
            if (one.kind === 'reopen') {
              await changed.close()
              changed = await openTestCatalog([], file)
            } else applyChange(changed, known, one, step)
          }
          putPulls(changed, [...known.values()])
          const fresh = await openFilled([...known.values()])
          for (const each of asked) {
            for (const sort of sorts) {
              expect(readEveryPage(changed, each, sort)).toEqual(readEveryPage(fresh, each, sort))
            }
          }
          await changed.close()
          await fresh.close()
        }),
        { numRuns: 40 },
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  busyTimeoutMs,
)

/** Does the same to the index and to what is known to be in it. */
function applyChange(
  opened: OpenCatalog,
  known: Map<string, PlainRepository>,
  change: Exclude<Change, { kind: 'reopen' }>,
  step: number,
): void {
  if (change.kind === 'put') {
    // Each change is later than those before, as the index never goes back in time.
    const put = { ...change.repository, updatedAt: new Date(now.getTime() + step).toISOString() }
    write(opened, [put])
    known.set(toPath(put), put)
  } else if (change.kind === 'remove') {
    const removed = [...known.values()][change.at % Math.max(1, known.size)]
    if (removed === undefined) return
    opened.writer.removeRepositories([toRef(removed)])
    known.delete(toPath(removed))
  } else {
    opened.writer.removeRegistry(change.publisher.registryId)
    putPublishers(opened)
    for (const [path, { alias }] of known) if (alias === change.publisher.alias) known.delete(path)
  }
}

async function openFilled(all: readonly PlainRepository[], file = ':memory:'): Promise<OpenCatalog> {
  const opened = await openTestCatalog([], file)
  putPublishers(opened)
  write(opened, all)
  putPulls(opened, all)
  return opened
}

function putPublishers({ writer }: OpenCatalog): void {
  for (const { alias, registryId, verified } of publishers) {
    writer.putRegistry({ registryId, displayName: null, verified, aliases: [alias] })
  }
}

function write({ writer }: OpenCatalog, all: readonly PlainRepository[]): void {
  writer.putRepositories(
    all.map((repository) =>
      toTestRecord(toRef(repository).registryId, {
        repositoryName: repository.name,
        description: repository.words.join(' '),
        operatingSystems: [...repository.operatingSystems],
        architectures: [...repository.architectures],
        kind: repository.type,
        createdAt: '2020-01-01T00:00:00.000Z',
        changedAt: repository.updatedAt,
      }),
    ),
  )
}

function putPulls({ writer }: OpenCatalog, all: readonly PlainRepository[]): void {
  writer.putPullCounts(all.map((repository) => ({ ...toRef(repository), pullCount: repository.pullCount })))
}

function toRef({ alias, name }: PlainRepository) {
  const registryId = publishers.find((publisher) => publisher.alias === alias)?.registryId ?? ''
  return { registryId, repositoryName: name }
}

function toPath({ alias, name }: { alias: string; name: string }): string {
  return `${alias}/${name}`
}

function toSummaryPath({ registryAlias, repositoryName }: RepositorySummary): string {
  return `${registryAlias}/${repositoryName}`
}

function readEveryPage(
  { catalog }: OpenCatalog,
  asked: PlainQuery,
  sort: SearchQuery['sort'],
): { result: SearchResult; found: RepositorySummary[]; pages: SearchResult[] } {
  const search = (page: number) =>
    catalog.search(toTestQuery({ ...asked, text: toTypedText(asked.text), sort, page }))
  const result = search(1)
  expect(result.pageCount).toBe(Math.ceil(result.totalResults / testPageSize))
  const pages = Array.from({ length: Math.max(0, result.pageCount - 1) }, (_, at) => search(at + 2))
  return { result, pages, found: [result, ...pages].flatMap((page) => page.repositories) }
}

function expectFacets(facets: Facets, all: readonly PlainRepository[], asked: PlainQuery): void {
  const count = (filter: Parameters<typeof countValue>[3], value: string) =>
    countValue(all, asked, now, filter, value)
  const known = {
    verified: ['verified'],
    operatingSystems: OPERATING_SYSTEMS,
    architectures: ARCHITECTURES,
    publishers: aliases,
    types,
    updated: ['day', 'week', 'month', 'year'],
  }
  for (const filter of [
    'verified',
    'operatingSystems',
    'architectures',
    'publishers',
    'types',
    'updated',
  ] as const) {
    const shown = Object.fromEntries(facets[filter].map((facet) => [facet.value, facet.count]))
    // A value that nothing has may be left out.
    const expected = Object.fromEntries(known[filter].map((value) => [value, count(filter, value)]))
    const missing = Object.fromEntries(known[filter].map((value) => [value, 0]))
    expect({ ...missing, ...shown }, filter).toEqual(expected)
  }
}

function expectOrder(
  found: RepositorySummary[],
  sort: SearchQuery['sort'],
  all: readonly PlainRepository[],
): void {
  const isEmpty = (path: string) => all.some((one) => toPath(one) === path && one.type === 'empty')
  const keys = {
    name: (one: RepositorySummary) => one.repositoryName,
    // Descending: what is newer or pulled more stands first.
    updated: (one: RepositorySummary) => 1e15 - Date.parse(one.updatedAt),
    popularity: (one: RepositorySummary) => -one.pullCount,
    relevance: (one: RepositorySummary) => (isEmpty(toSummaryPath(one)) ? 1 : 0),
  }
  const toKey: (one: RepositorySummary) => string | number = keys[sort]
  const values = found.map(toKey)
  for (const [at, value] of values.entries()) {
    const before = values[at - 1]
    if (before !== undefined) expect(before <= value, `${sort}: ${before} before ${value}`).toBe(true)
  }
}

/** The query without these words and phrases, as they are shown. */
function leaveOut(asked: PlainQuery, without: readonly string[]): PlainQuery {
  const { words, phrases } = asked.text
  return {
    ...asked,
    text: {
      ...asked.text,
      words: words.filter((one) => !without.includes(one)),
      phrases: phrases.filter((phrase) => !without.includes(`"${phrase.join(' ')}"`)),
    },
  }
}

/** Repositories that match the text, whatever the filters. */
function countMatches(all: readonly PlainRepository[], asked: PlainQuery): number {
  const anything = { verifiedOnly: false, operatingSystems: [], architectures: [], publishers: [] }
  return findAll(all, { ...asked, ...anything, types: [], updatedWithin: null }, now).length
}
