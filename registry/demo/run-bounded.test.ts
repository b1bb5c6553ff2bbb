import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runBounded } from './run-bounded.ts'

test('runs every item once and never more than the limit at the same time', async () => {
  const seen: number[] = []
  let running = 0
  let most = 0
  await runBounded([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1
    most = Math.max(most, running)
    await setTimeout(1)
    seen.push(item)
    running -= 1
  })
  expect(seen.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})

test('after a failure nothing new is started, and what was running has ended', async () => {
  const ended: number[] = []
  const run = async (item: number) => {
    if (item === 1) throw new Error('no room')
    await setTimeout(1)
    ended.push(item)
  }
  await expect(runBounded([1, 2, 3, 4], 2, run)).rejects.toThrow('no room')
  expect(ended).toEqual([2])
})

test('no items is no work', async () => {
  await expect(runBounded([], 2, () => Promise.reject(new Error('must not run')))).resolves.toBeUndefined()
})
