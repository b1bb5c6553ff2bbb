import { expect, test } from 'vitest'
import { createVainRequests } from './vain-requests.ts'

test('a client that asks in vain too often waits, and nobody else does', () => {
  let now = new Date('2026-03-01T12:00:00Z')
  const vain = createVainRequests('registry.example', () => now)
  for (let at = 0; at < 300; at += 1) vain.note('a')
  expect(() => vain.check('a')).not.toThrow()
  vain.note('a')
  expect(() => vain.check('a')).toThrow(/Too many requests/)
  expect(() => vain.check('b')).not.toThrow()
  for (let at = 0; at < 1_000; at += 1) vain.note(null)
  expect(() => vain.check(null)).not.toThrow()
  now = new Date(now.getTime() + 10_000)
  expect(() => vain.check('a')).not.toThrow()
})
