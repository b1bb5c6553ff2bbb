import { expect, test } from 'vitest'
import { createContentCache } from './content-cache.ts'

test('the least recently used content goes first, and large content is not kept', () => {
  const cache = createContentCache<string>({ maxBytes: 40_000 })
  for (const name of ['a', 'b', 'c', 'd']) cache.set(name, name, 9_600)
  cache.get('a')
  cache.set('e', 'e', 9_600)
  cache.set('f', 'f', 9_700)
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => cache.get(name))).toEqual([
    'a',
    null,
    'c',
    'd',
    'e',
    null,
  ])
})

test('what has no bytes of its own takes room as well', () => {
  const cache = createContentCache<string>({ maxBytes: 40_000 })
  for (let at = 0; at < 1_000; at++) cache.set(`key ${at}`, '', 0)
  const kept = Array.from({ length: 1_000 }, (_, at) => cache.get(`key ${at}`)).filter((one) => one !== null)
  expect(kept.length).toBeGreaterThan(50)
  expect(kept.length).toBeLessThan(140)
})
