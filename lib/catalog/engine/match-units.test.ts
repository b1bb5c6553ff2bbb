/** Few documents are listed as they are met, and many by looking through all: what is found does not depend on it. */
import { expect, test } from 'vitest'
import { compileQuery } from './compile-query.ts'
import { compactEngine, createEngine, type Engine, putDocument, removeDocument } from './engine.ts'
import { begunMatches, begunNameMatches, wholeMatches, wholeNameMatches } from './fields.ts'
import type { MatchTables } from './mark-ways.ts'
import { clearMatches, matchUnits } from './match-units.ts'
import { putRegistry } from './registries.ts'

const repositoryCount = 60
/** A word of letters alone that no other begins. */
const toWord = (count: number) => `word${String.fromCharCode(97 + (count % 26), 97 + Math.floor(count / 26))}`
/** The word of a number stands in so many documents, spread over all of them; every third has it in its name. */
const isIn = (count: number, id: number) => (id * 7) % repositoryCount < count
const counts = Array.from({ length: repositoryCount + 1 }, (_, count) => count)

function put(engine: Engine, id: number): void {
  const own = counts.filter((count) => isIn(count, id)).map(toWord)
  const name = id % 3 === 0 ? own.join('/') : `image${id}`
  putDocument(
    engine,
    {
      repositoryId: id,
      repositoryName: name,
      registryKey: 1,
      facets: {
        verified: [],
        signed: [],
        proven: [],
        sbom: [],
        source: [],
        operatingSystems: [],
        architectures: [],
        types: ['image'],
        licences: [],
      },
      isEmpty: false,
      isLeft: false,
      updatedMs: 0,
      pullCount: 0,
    },
    {
      repositoryName: name,
      publisherNames: ['acme'],
      platforms: [],
      // Twice, as a word may be met more than once.
      description: own.join(' '),
      texts: [own.join(' ')],
      tags: [],
    },
  )
}

/** Two thirds in the base, the others in the delta; every fifth is deleted again. */
function openEngine(): Engine {
  const engine = createEngine()
  putRegistry(engine.registries, {
    registryKey: 1,
    registryId: '1',
    primaryAlias: 'acme',
    publisherName: 'acme',
    verified: false,
    aliases: ['acme'],
  })
  for (let id = 0; id < 40; id += 1) put(engine, id)
  for (const _ of compactEngine(engine));
  for (let id = 40; id < repositoryCount; id += 1) put(engine, id)
  for (let id = 0; id < repositoryCount; id += 5) removeDocument(engine, id)
  return engine
}

function find(engine: Engine, words: string[], tables: MatchTables): number[] {
  const compiled = compileQuery({ words, phrases: [], excluded: [] }, new Map())
  const matches = matchUnits(engine, compiled, tables, engine.scratch)
  const found = [...matches.documents.subarray(0, matches.count)]
  expect(found.every((document) => (matches.steps[document] ?? 0) > 0)).toBe(true)
  clearMatches(engine.scratch, matches, engine.documents.count)
  return found.map((document) => engine.documents.repositoryIds[document] ?? -1).sort((a, b) => a - b)
}

const engine = openEngine()
const ids = Array.from({ length: repositoryCount }, (_, id) => id).filter((id) => id % 5 !== 0)
const everywhere: MatchTables = { whole: wholeMatches, begun: begunMatches }
const namesOnly: MatchTables = { whole: wholeNameMatches, begun: begunNameMatches, areNamesOnly: true }

test.each(counts)('a word of %i documents is found in each of them once', (count) => {
  const expected = ids.filter((id) => isIn(count, id))
  expect(find(engine, [toWord(count)], everywhere)).toEqual(expected)
  expect(find(engine, [toWord(count), toWord(repositoryCount)], everywhere)).toEqual(expected)
})

test.each(counts)('a word of %i documents is found in the names that have it', (count) => {
  const named = ids.filter((id) => id % 3 === 0 && isIn(count, id))
  expect(find(engine, [toWord(count)], namesOnly)).toEqual(named)
})

test('nothing of one query is left for the next', () => {
  for (const count of counts) find(engine, [toWord(count)], count % 2 === 0 ? everywhere : namesOnly)
  expect(engine.scratch.all.every((mark) => mark === 0)).toBe(true)
  expect(engine.scratch.any.every((mark) => mark === 0)).toBe(true)
})
