/** A page is that part of all matches in their order, however many of them were passed over. */
import { expect, test } from 'vitest'
import { createDocuments } from './documents.ts'
import { createEngine, type Engine } from './engine.ts'
import { createScratch } from './match-units.ts'
import type { PageSort } from './narrow-matches.ts'
import { selectPage } from './select-page.ts'

/** Several times as many as are kept at once. */
const count = 30_000
const sorts: PageSort[] = ['relevance', 'popularity', 'updated', 'name', 'pulls']
const pages = [
  [0, 8],
  [0, 50],
  [50, 100],
  [5_000, 5_050],
  [29_990, 30_000],
] as const

/** The same numbers each time, from 0 to before `end`. */
function createNumbers(seed: number): (end: number) => number {
  let state = seed
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * end)
  }
}

/** @param toTrust the trust of each document, from its place */
function fillEngine(toTrust: (place: number) => number): { engine: Engine; steps: Uint8Array } {
  const next = createNumbers(7)
  const engine = createEngine()
  const documents = createDocuments(count)
  documents.count = count
  const steps = new Uint8Array(documents.isDeleted.length)
  for (let document = 0; document < count; document += 1) {
    documents.trusts[document] = toTrust(document)
    documents.days[document] = 9_000 + next(700)
    documents.updatedMs[document] = (documents.days[document] ?? 0) * 86_400_000 + next(1000)
    documents.pullCounts[document] = 2 ** ((documents.trusts[document] ?? 0) & 63)
    documents.nameRanks[document] = 2 * document + 1
    documents.names[document] = String(document).padStart(6, '0')
    steps[document] = 1 + next(11)
  }
  engine.documents = documents
  engine.base = { ...engine.base, documentCount: count }
  engine.scratch = createScratch(documents.isDeleted.length)
  engine.keys = new Float64Array(documents.isDeleted.length)
  return { engine, steps }
}

const next = createNumbers(3)
const trusts: Record<string, (place: number) => number> = {
  // No more pulls than a number of a row can be.
  'of every kind': () => (next(4) << 6) | next(48),
  'the same for all': () => 3,
  'better from one to the next': (place) => Math.floor((place / count) * 48),
  'worse from one to the next': (place) => 47 - Math.floor((place / count) * 48),
}

for (const [name, toTrust] of Object.entries(trusts)) {
  for (const sort of sorts) {
    test(`by ${sort}, with a trust that is ${name}`, () => {
      const { engine, steps } = fillEngine(toTrust)
      const found = Uint32Array.from({ length: count }, (_, place) => (place * 7) % count)
      const whole = selectPage(engine, found, sort, steps, [0, count])
      for (const [from, to] of pages) {
        expect([...selectPage(engine, found, sort, steps, [from, to])]).toEqual([...whole.subarray(from, to)])
      }
    })
  }
}
