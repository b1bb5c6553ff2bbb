/** New terms are sorted in by parts: whenever that is, they are found, and come in their order. */
import { expect, test } from 'vitest'
import { emptySegment } from './base-segment.ts'
import { compactSegments } from './compact-segments.ts'
import { addDocument, addTerm, createDeltaSegment, listSorted, visitBeginning } from './delta-segment.ts'
import { readTerm } from './terms.ts'

/** Different ones in no order, of three letters and more. */
const words = Array.from({ length: 3_000 }, (_, at) => `w${((at * 7_919) % 3_001).toString(36)}`)

function run<Result>(steps: Generator<void, Result>, between: () => void = () => undefined): Result {
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) between()
  return step.value
}

test('terms that begin so are found after each addition', () => {
  const delta = createDeltaSegment(0)
  for (const [count, word] of words.entries()) {
    addTerm(delta, word)
    if (count % 97 !== 0) continue
    const found: string[] = []
    visitBeginning(delta, 'w1', (term) => found.push(delta.terms[term] ?? ''))
    expect(found.toSorted()).toEqual(
      words
        .slice(0, count + 1)
        .filter((one) => one.startsWith('w1'))
        .toSorted(),
    )
  }
})

test('all terms are listed in their order, and the list is not changed by others that are added', () => {
  const delta = createDeltaSegment(0)
  const [first, later] = [words.slice(0, 2_000), words.slice(2_000)]
  for (const word of first) addTerm(delta, word)
  const sorted = run(listSorted(delta), () => {
    for (const word of later) addTerm(delta, word)
  })
  expect(sorted.map((term) => delta.terms[term])).toEqual(first.toSorted())
})

test('a base that is made while many new terms are added has those of its own documents', () => {
  const delta = createDeltaSegment(0)
  const [first, later] = [words.slice(0, 2_000), words.slice(2_000)]
  for (const word of first) addDocument(delta, [addTerm(delta, word)])
  const order = Uint32Array.from(first.keys())
  const { segment } = run(compactSegments({ base: emptySegment, delta, order }), () => {
    for (const word of later.splice(0, 400)) addDocument(delta, [addTerm(delta, word)])
  })
  const terms = [...segment.tokens].map((term) => readTerm(segment.terms, term))
  expect(terms).toEqual(first)
})
