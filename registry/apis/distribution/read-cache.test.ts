import { expect, test } from 'vitest'
import type { Commit } from '#registry/store/metadata.ts'
import { createReadCache } from './read-cache.ts'

function open() {
  const listeners = new Set<(commit: Commit) => void>()
  let isCurrent = true
  const cache = createReadCache({
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    peers: { isCurrent: () => isCurrent },
  })
  const commit = (repositoryId: number | null) => {
    for (const listener of listeners) listener({ repositoryId })
  }
  let reads = 0
  const read = (repositoryId: number | null, key: string, bytes = 10) =>
    cache.read(
      repositoryId,
      key,
      async () => {
        reads += 1
        return reads
      },
      () => bytes,
    )
  const setCurrent = (value: boolean) => {
    isCurrent = value
  }
  return { cache, commit, read, setCurrent }
}

test('while it cannot be told what others have changed, nothing that is kept counts', async () => {
  const { read, setCurrent } = open()
  expect([await read(1, 'a'), await read(1, 'a')]).toEqual([1, 1])
  setCurrent(false)
  expect([await read(1, 'a'), await read(1, 'a')]).toEqual([2, 3])
  setCurrent(true)
  expect(await read(1, 'a')).toBe(1)
})

test('what was read is kept until its repository changes, or anything may have', async () => {
  const { read, commit } = open()
  expect([await read(1, 'a'), await read(2, 'a'), await read(null, 'a')]).toEqual([1, 2, 3])
  commit(1)
  expect([await read(1, 'a'), await read(2, 'a'), await read(null, 'a')]).toEqual([4, 2, 3])
  commit(null)
  expect([await read(1, 'a'), await read(2, 'a'), await read(null, 'a')]).toEqual([5, 6, 7])
})

test('what was read before a commit is answered, and not kept behind it', async () => {
  const { cache, commit, read } = open()
  const { promise, resolve } = Promise.withResolvers<number>()
  const reading = cache.read(
    1,
    'a',
    () => promise,
    () => 10,
  )
  commit(1)
  resolve(100)
  expect(await reading).toBe(100)
  expect(await read(1, 'a')).toBe(1)
})

test('it takes no more memory than it may, and keeps nothing that is too large', async () => {
  const { read } = open()
  const megabyte = 1024 * 1024
  for (let at = 0; at < 40; at += 1) await read(at % 3, `key ${at}`, megabyte)
  expect(await read(0, 'key 39', megabyte)).toBe(40)
  expect(await read(0, 'key 0', megabyte)).toBe(41)
  expect(await read(0, 'large', 5 * megabyte)).toBe(42)
  expect(await read(0, 'large', 5 * megabyte)).toBe(43)
})
