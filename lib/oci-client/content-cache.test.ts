import { expect, test } from 'vitest'
import { createContentCache } from './content-cache.ts'

test('the least recently used content goes first, and large content is not kept', () => {
  const cache = createContentCache<string>({ maxBytes: 40 })
  for (const name of ['a', 'b', 'c', 'd']) cache.set(name, name, 10)
  cache.get('a')
  cache.set('e', 'e', 10)
  cache.set('f', 'f', 11)
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => cache.get(name))).toEqual([
    'a',
    null,
    'c',
    'd',
    'e',
    null,
  ])
})
