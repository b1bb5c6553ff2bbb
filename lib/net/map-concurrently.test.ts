import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

test('keeps the order and the limit', async () => {
  let running = 0
  let most = 0
  const results = await mapConcurrently([5, 1, 4, 2, 3], 2, async (value) => {
    running += 1
    most = Math.max(most, running)
    await sleep(value)
    running -= 1
    return value * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30])
  expect(most).toBe(2)
})

test('a failure stops the rest, and is thrown after what was under way', async () => {
  const done: number[] = []
  const failing = mapConcurrently([1, 2, 3, 4], 2, async (value) => {
    await sleep(value === 1 ? 1 : 20)
    if (value === 1) throw new Error('no')
    done.push(value)
  })
  await expect(failing).rejects.toThrow('no')
  expect(done).toEqual([2])
})

test('nothing is nothing', async () => {
  expect(await mapConcurrently([], 8, async () => 1)).toEqual([])
})
