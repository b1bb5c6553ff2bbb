import { expect, test } from 'vitest'
import { createVirtualClock } from '#testing/virtual-clock.ts'
import { createSourceProgress, type ProgressFigures } from './source-progress.ts'

test('tells the time that is left from what this run has done, and says so every ten seconds', async () => {
  const clock = createVirtualClock()
  const told: ProgressFigures[] = []
  const progress = createSourceProgress(clock, (figures) => told.push(figures))
  progress.begin('reading', { done: 400, total: 1_000 })
  expect(progress.figures()).toMatchObject({ done: 400, total: 1_000, secondsLeft: null })
  await clock.runUntil(
    (async () => {
      for (let second = 0; second < 30; second += 1) {
        await clock.sleep(1_000)
        progress.advance(10)
      }
    })(),
  )
  expect(told.map(({ done, secondsLeft }) => [done, secondsLeft])).toEqual([
    [500, 50],
    [600, 40],
    [700, 30],
  ])
})
