import { expect, test } from 'vitest'
import { DESCRIPTION, NAME } from './fields.ts'
import { joinBeginnings } from './join-beginnings.ts'

test('a beginning of many terms has each document once, with all its fields, those found by name first', () => {
  const documentCount = 1_500
  const all = Uint32Array.from({ length: documentCount }, (_, document) => document)
  // Every document has both terms: `sail` in its description, `salt` in the names of the odd ones.
  const fields = Uint8Array.from({ length: 2 * documentCount }, (_, at) =>
    at >= documentCount && at % 2 === 1 ? NAME : DESCRIPTION,
  )
  const run = joinBeginnings(
    {
      terms: ['sail', 'salt', 'tar'],
      starts: Uint32Array.of(0, documentCount, 2 * documentCount, 2 * documentCount),
      documents: Uint32Array.of(...all, ...all),
      fields,
    },
    documentCount,
  )
  let step = run.next()
  while (step.done !== true) step = run.next()
  const joined = step.value
  expect([...joined.keys()]).toEqual(['s', 'sa'])
  const { documents = [], fields: bits = [], namedCount } = joined.get('sa') ?? {}
  expect(namedCount).toBe(documentCount / 2)
  expect([...documents].every((document, at) => (document % 2 === 1) === at < documentCount / 2)).toBe(true)
  expect([...documents].toSorted((a, b) => a - b)).toEqual([...all])
  expect(bits[0]).toBe(DESCRIPTION | NAME)
  expect(bits.at(-1)).toBe(DESCRIPTION)
})
