/** Whatever is written, and wherever compaction comes in between, the engine answers as one that was filled at once. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAlternativeNames } from '../text/alternative-names.ts'
import { compileQuery } from './compile-query.ts'
import type { DocumentFacts } from './documents.ts'
import {
  compactEngine,
  createEngine,
  type Engine,
  putDocument,
  removeDocument,
  restoreBase,
  updatePullCount,
} from './engine.ts'
import { begunMatches, wholeMatches } from './fields.ts'
import type { DocumentTexts } from './index-document.ts'
import { clearMatches, matchUnits } from './match-units.ts'
import type { FacetValues } from './profiles.ts'
import { putRegistry } from './registries.ts'
import { selectPage } from './select-page.ts'

const alternatives = createAlternativeNames()
const words = ['sun', 'moon', 'sunset', 'the', 'of', 'redis', 'node.js', '3.12', '日本語']
const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((chosen) => chosen.join(' '))

interface Given {
  facts: DocumentFacts
  texts: DocumentTexts
}

const given: fc.Arbitrary<Given> = fc
  .record({
    repositoryId: fc.integer({ min: 1, max: 12 }),
    registryKey: fc.constantFrom(1, 2),
    name: fc.constantFrom('sun', 'moon', 'tools/sun', 'sun-set', 'node-js', 'redis'),
    description: text,
    about: text,
    pullCount: fc.constantFrom(0, 1, 5, 900),
    isEmpty: fc.boolean(),
  })
  .map(({ repositoryId, registryKey, name, description, about, pullCount, isEmpty }) => ({
    facts: {
      repositoryId,
      repositoryName: `${name}${repositoryId}`,
      registryKey,
      facets: toFacets({ verified: registryKey === 1, kind: isEmpty ? 'empty' : 'image', systems: [name] }),
      isEmpty,
      isLeft: false,
      updatedMs: Date.UTC(2026, 0, repositoryId),
      pullCount,
    },
    texts: {
      repositoryName: `${name}${repositoryId}`,
      publisherNames: [`pub${registryKey}`],
      platforms: ['Linux'],
      description,
      texts: [about],
      tags: ['3.12.1'],
    },
  }))

function toFacets({
  verified,
  kind,
  systems,
}: {
  verified: boolean
  kind: string
  systems: string[]
}): FacetValues {
  return {
    verified: verified ? ['yes'] : [],
    signed: [],
    proven: [],
    sbom: [],
    source: [],
    operatingSystems: systems,
    architectures: [],
    types: [kind],
    licences: [],
  }
}

/** How many live documents have each value, whatever its number. */
function listValueCounts({ profiles }: Engine): string[] {
  return profiles.values
    .filter(({ documentCount }) => documentCount > 0)
    .map(({ facet, label, documentCount }) => `${facet}:${label} ${documentCount}`)
    .sort()
}

type Step =
  | { kind: 'put'; document: Given }
  | { kind: 'remove'; repositoryId: number }
  | { kind: 'pulls'; repositoryId: number; pullCount: number }
  | { kind: 'compact'; slicesBetween: number }

const repositoryId = fc.integer({ min: 1, max: 12 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: given.map((document): Step => ({ kind: 'put', document })) },
  { weight: 2, arbitrary: repositoryId.map((id): Step => ({ kind: 'remove', repositoryId: id })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(repositoryId, fc.constantFrom(0, 70))
      .map(([id, pullCount]): Step => ({ kind: 'pulls', repositoryId: id, pullCount })),
  },
  { weight: 2, arbitrary: fc.nat(9).map((slicesBetween): Step => ({ kind: 'compact', slicesBetween })) },
)

function openEngine(): Engine {
  const engine = createEngine()
  for (const registryKey of [1, 2]) {
    putRegistry(engine.registries, {
      registryKey,
      registryId: String(registryKey),
      primaryAlias: `pub${registryKey}`,
      publisherName: `pub${registryKey}`,
      verified: registryKey === 1,
      aliases: [`pub${registryKey}`],
    })
  }
  return engine
}

const queries = [
  { words: [], phrases: [], excluded: [] },
  { words: ['sun'], phrases: [], excluded: [] },
  { words: ['s'], phrases: [], excluded: ['moon'] },
  { words: ['sun', 'moon'], phrases: [], excluded: [] },
  { words: [], phrases: ['the sun'], excluded: [] },
  { words: ['node.js'], phrases: [], excluded: ['the of'] },
  { words: ['日本語'], phrases: [], excluded: [] },
  { words: ['redis', '3.12'], phrases: [], excluded: [] },
]

function listAnswers(engine: Engine) {
  return queries.map((query) => {
    const tables = { whole: wholeMatches, begun: begunMatches }
    const matches = matchUnits(engine, compileQuery(query, alternatives), tables, engine.scratch)
    const found = matches.documents.slice(0, matches.count)
    return (['relevance', 'popularity', 'updated', 'name'] as const).map((sort, at, sorts) => {
      const order = [0, 1, 4, 9].flatMap((from, position, starts) => [
        ...selectPage(engine, found, sort, matches.steps, [from, starts[position + 1] ?? 100]),
      ])
      expect(order).toEqual([...selectPage(engine, found, sort, matches.steps, [0, 100])])
      if (at === sorts.length - 1) clearMatches(engine.scratch, matches, engine.documents.count)
      return order.map((document) => engine.documents.repositoryIds[document])
    })
  })
}

test('with compaction at any time, also in the middle of writes, it answers as a fresh one', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const engine = openEngine()
      const kept = new Map<number, Given>()
      let running: Generator<void, void> | null = null
      const advance = (slices: number) => {
        for (let slice = 0; slice < slices && running !== null; slice += 1) {
          if (running.next().done === true) running = null
        }
      }
      for (const one of steps) {
        if (one.kind === 'put') {
          kept.set(one.document.facts.repositoryId, one.document)
          putDocument(engine, one.document.facts, one.document.texts)
        } else if (one.kind === 'remove') {
          kept.delete(one.repositoryId)
          removeDocument(engine, one.repositoryId)
        } else if (one.kind === 'pulls') {
          const known = kept.get(one.repositoryId)
          if (known !== undefined) {
            const facts = { ...known.facts, pullCount: one.pullCount }
            kept.set(one.repositoryId, { ...known, facts })
          }
          updatePullCount(engine, one.repositoryId, one.pullCount)
        } else {
          running ??= compactEngine(engine)
          advance(one.slicesBetween)
        }
      }
      const fresh = openEngine()
      for (const { facts, texts } of kept.values()) putDocument(fresh, facts, texts)
      expect(listAnswers(engine)).toEqual(listAnswers(fresh))
      expect(listValueCounts(engine)).toEqual(listValueCounts(fresh))
      advance(1_000)
      expect(engine.liveCount).toBe(kept.size)
      expect(listValueCounts(engine)).toEqual(listValueCounts(fresh))
      expect(listAnswers(engine)).toEqual(listAnswers(fresh))
      expect(engine.registries.list.map(({ documentCount }) => documentCount)).toEqual(
        fresh.registries.list.map(({ documentCount }) => documentCount),
      )
    }),
    { numRuns: 300 },
  )
})

test('a base that was kept is as good, also when some of its documents are gone', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(given, { maxLength: 12, selector: ({ facts }) => facts.repositoryId }),
      fc.array(repositoryId, { maxLength: 4 }),
      fc.array(given, { maxLength: 6 }),
      (documents, gone, later) => {
        const first = openEngine()
        for (const { facts, texts } of documents) putDocument(first, facts, texts)
        for (const _ of compactEngine(first));
        const kept = new Map(documents.map((one) => [one.facts.repositoryId, one]))
        for (const id of gone) kept.delete(id)
        const ids = [...first.documents.repositoryIds.subarray(0, first.base.documentCount)]
        const restored = openEngine()
        restoreBase(restored, first.base, (put) => {
          // As the store has them, whose order is not that of the documents.
          for (const { facts } of kept.values()) put(ids.indexOf(facts.repositoryId), facts)
        })
        for (const one of later) {
          kept.set(one.facts.repositoryId, one)
          putDocument(restored, one.facts, one.texts)
        }
        const fresh = openEngine()
        for (const { facts, texts } of kept.values()) putDocument(fresh, facts, texts)
        expect(listAnswers(restored)).toEqual(listAnswers(fresh))
        expect(listValueCounts(restored)).toEqual(listValueCounts(fresh))
        for (const _ of compactEngine(restored));
        expect(listAnswers(restored)).toEqual(listAnswers(fresh))
      },
    ),
    { numRuns: 200 },
  )
})

test('a phrase of words that stand nearly everywhere is found as exactly as any other', () => {
  const engine = openEngine()
  for (let id = 1; id <= 1_200; id += 1) {
    putDocument(
      engine,
      {
        repositoryId: id,
        repositoryName: `r${id}`,
        registryKey: 1,
        facets: toFacets({ verified: true, kind: 'image', systems: [] }),
        isEmpty: false,
        isLeft: false,
        updatedMs: 0,
        pullCount: 0,
      },
      {
        repositoryName: `r${id}`,
        publisherNames: [],
        platforms: [],
        description: id % 400 === 0 ? 'the work of art' : 'of the work',
        texts: [id % 300 === 0 ? 'of art' : 'of', 'the'],
        tags: [],
      },
    )
  }
  for (const _ of compactEngine(engine));
  const count = (phrase: string) => {
    const compiled = compileQuery({ words: [], phrases: [phrase], excluded: [] }, alternatives)
    const tables = { whole: wholeMatches, begun: begunMatches }
    const matches = matchUnits(engine, compiled, tables, engine.scratch)
    clearMatches(engine.scratch, matches, engine.documents.count)
    return matches.count
  }
  expect(engine.base.pairs.count).toBeGreaterThan(2)
  expect(count('of the')).toBe(1_197)
  expect(count('the work')).toBe(1_200)
  expect(count('of art')).toBe(6)
  expect(count('the work of')).toBe(3)
  expect(count('the of')).toBe(0)
})
