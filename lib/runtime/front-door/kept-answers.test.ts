/** Guards that a page is answered again only while it would be the same, and that what is kept is bounded. */
import { describe, expect, test } from 'vitest'
import { createKeptAnswers } from './kept-answers.ts'

const answer = (text: string) => ({ headers: { 'content-type': 'text/html' }, body: Buffer.from(text) })
const long = 'x'.repeat(10_000)
const find = (kept: ReturnType<typeof createKeptAnswers>, question: string, version = '1') => {
  const found = kept.find(question, version)
  return found === null ? null : Buffer.from(found.body).toString()
}

describe('a kept answer', () => {
  test('is given to the same question at the same version only', () => {
    const kept = createKeptAnswers()
    kept.keep('a', '1', answer('A'))
    expect(find(kept, 'a')).toBe('A')
    expect(find(kept, 'b')).toBeNull()
    expect(find(kept, 'a', '2')).toBeNull()
    // Versions do not come back; what was forgotten stays so.
    expect(find(kept, 'a', '1')).toBeNull()
  })

  test('is a minute old at most', () => {
    let now = 0
    const kept = createKeptAnswers({ now: () => now })
    kept.keep('a', '1', answer('A'))
    now = 59_999
    expect(find(kept, 'a')).toBe('A')
    now = 60_000
    expect(find(kept, 'a')).toBeNull()
  })

  test('gives way to newer ones when the room is used up, the longest unasked first', () => {
    const kept = createKeptAnswers({ maxBytes: 35_000, maxAnswerBytes: 20_000 })
    for (const question of ['a', 'b', 'c']) kept.keep(question, '1', answer(long))
    expect(find(kept, 'a')).not.toBeNull()
    kept.keep('d', '1', answer(long))
    expect(['a', 'b', 'c', 'd'].filter((question) => find(kept, question) !== null)).toEqual(['a', 'c', 'd'])
    // One that is replaced takes no more room than it has.
    for (let again = 0; again < 5; again += 1) kept.keep('d', '1', answer(long))
    expect(['a', 'c', 'd'].filter((question) => find(kept, question) !== null)).toEqual(['a', 'c', 'd'])
  })

  test('is none where it is too large', () => {
    const kept = createKeptAnswers({ maxAnswerBytes: 10_000 })
    kept.keep('a', '1', answer(long))
    expect(find(kept, 'a')).toBeNull()
  })
})
