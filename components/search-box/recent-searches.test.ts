/** Guards that recent searches are bounded, and that nothing a browser keeps or refuses to keep breaks the box. */
import { afterEach, expect, test, vi } from 'vitest'
import { addRecentSearch, readRecentSearches, removeRecentSearch } from './recent-searches.ts'

function stubStorage(kept: Map<string, string>): void {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
}

afterEach(() => vi.unstubAllGlobals())

test('the latest comes first, each once, six at most', () => {
  stubStorage(new Map())
  for (const text of ['one', 'two', 'three', 'four', ' ONE ', 'five', 'six', 'seven']) addRecentSearch(text)
  expect(readRecentSearches()).toEqual(['seven', 'six', 'five', 'ONE', 'four', 'three'])
})

test('one is forgotten, and with the last one everything', () => {
  const kept = new Map<string, string>()
  stubStorage(kept)
  expect(addRecentSearch('one')).toEqual(['one'])
  expect(removeRecentSearch('one')).toEqual([])
  expect(kept.size).toBe(0)
})

test('an empty text and a very long one are not kept', () => {
  stubStorage(new Map())
  expect(addRecentSearch('  ')).toEqual([])
  expect(addRecentSearch('a'.repeat(201))).toEqual([])
})

test.each(['', '{', 'null', '{"length":1}', '[1,null,"",["x"]]'])(
  '%j in the storage is no search',
  (value) => {
    stubStorage(new Map([['recent-searches', value]]))
    expect(readRecentSearches()).toEqual([])
  },
)

test('a browser that keeps nothing has none', () => {
  const refuse = () => {
    throw new Error('The browser refuses.')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse })
  expect(addRecentSearch('one')).toEqual([])
  expect(removeRecentSearch('one')).toEqual([])
})
