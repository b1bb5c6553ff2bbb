import { expect, test } from 'vitest'
import { DESCRIPTION, NAME } from './fields.ts'
import { joinBeginnings } from './join-beginnings.ts'
import { createTermWriter } from './terms.ts'

test('a beginning of many terms has all fields of each document, and which are found by name', () => {
  const documentCount = 1_500
  const all = Uint32Array.from({ length: documentCount }, (_, document) => document)
  // Every document has both terms: `sail` in its description, `salt` in the names of the odd ones.
  const fields = Uint8Array.from({ length: 2 * documentCount }, (_, at) =>
    at >= documentCount && at % 2 === 1 ? NAME : DESCRIPTION,
  )
  const writer = createTermWriter()
  for (const term of ['sail', 'salt', 'tar']) writer.add(term)
  const run = joinBeginnings(
    {
      terms: writer.finish(),
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
  const { fields: bits = [], named = [], count } = joined.get('sa') ?? {}
  expect(count).toBe(documentCount)
  expect([...named]).toEqual([...all].filter((document) => document % 2 === 1))
  expect(
    [...bits].every((own, document) => own === (document % 2 === 1 ? DESCRIPTION | NAME : DESCRIPTION)),
  ).toBe(true)
})
