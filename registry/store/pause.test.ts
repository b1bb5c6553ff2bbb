/** Changes that the operator has stopped stay stopped while nobody can tell whether they still are. */
import { expect, test } from 'vitest'
import { openPause } from './pause.ts'

/** Answers what it is given, in that order. */
function answering(...answers: (string | Error | Promise<string>)[]) {
  return {
    async get() {
      const answer = answers.shift() ?? ''
      if (answer instanceof Error) throw answer
      return answer
    },
  }
}

test('what cannot be read is asked for again, and what was known counts until then', async () => {
  const pause = await openPause(
    answering('We move.', new Error('The database is away.'), 'We still move.'),
    false,
  )
  const looking = pause.look()
  await new Promise(setImmediate)
  expect(pause.reason()).toBe('We move.')
  await looking
  expect(pause.reason()).toBe('We still move.')
})

test('an answer that comes late does not replace what was heard or written after it was asked for', async () => {
  const late = Promise.withResolvers<string>()
  const pause = await openPause(answering('', late.promise, 'We move.'), false)
  const first = pause.look()
  await pause.look()
  expect(pause.reason()).toBe('We move.')
  pause.note(null)
  late.resolve('Long ago.')
  await first
  expect(pause.reason()).toBeNull()
})

test('a registry does not begin without knowing it, unless it is damaged', async () => {
  await expect(openPause(answering(new Error('away')), false)).rejects.toThrow('away')
  expect((await openPause(answering(new Error('damaged')), true)).reason()).toBeNull()
})
