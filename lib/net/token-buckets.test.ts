import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenBuckets } from './token-buckets.ts'

let nowMs = 0
const clock = () => new Date(nowMs)
const rate = { perSecond: 2, burst: 4 }

test('a burst passes at once, then as much as comes in, to the millisecond', () => {
  nowMs = 1_000_000
  const buckets = createTokenBuckets(clock)
  const allowed = () => buckets.take('client', rate).isAllowed
  expect([1, 2, 3, 4, 5].map(allowed)).toEqual([true, true, true, true, false])
  nowMs += 499
  expect(allowed()).toBe(false)
  nowMs += 1
  expect([1, 2].map(allowed)).toEqual([true, false])
  nowMs += 3_600_000
  expect([1, 2, 3, 4, 5].map(allowed)).toEqual([true, true, true, true, false])
})

test('one client does not use up what another has', () => {
  const buckets = createTokenBuckets(clock)
  for (let n = 0; n < 4; n += 1) buckets.take('greedy', rate)
  expect(buckets.take('greedy', rate).isAllowed).toBe(false)
  expect(buckets.take('modest', rate).isAllowed).toBe(true)
})

test('a clock that is set back takes nothing away, and gives nothing twice', () => {
  nowMs = 1_000_000
  const buckets = createTokenBuckets(clock)
  for (let n = 0; n < 4; n += 1) buckets.take('client', rate)
  nowMs -= 60_000
  expect(buckets.take('client', rate).isAllowed).toBe(false)
  nowMs += 500
  expect(buckets.take('client', rate).isAllowed).toBe(true)
})

test('a rate of 0 lets nothing pass', () => {
  const buckets = createTokenBuckets(clock)
  expect(buckets.take('client', { perSecond: 0, burst: 0 })).toMatchObject({
    isAllowed: false,
    retryAfterMs: 3_600_000,
  })
})

test('a rate that was raised counts at once', () => {
  const buckets = createTokenBuckets(clock)
  buckets.take('client', { perSecond: 1, burst: 1 })
  expect(buckets.take('client', { perSecond: 1, burst: 1 }).isAllowed).toBe(false)
  nowMs += 100
  expect(buckets.take('client', { perSecond: 10, burst: 10 }).isAllowed).toBe(true)
})

test('very many clients are not all remembered', () => {
  const buckets = createTokenBuckets(clock, 1000)
  for (let n = 0; n < 100_000; n += 1) buckets.take(`client-${n}`, rate)
  expect(buckets.size).toBeLessThanOrEqual(1000)
})

test('however the calls fall, no more pass than the burst and what came in, and a caller that waits as told passes', () => {
  const schedule = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(
      schedule,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 40 }),
      (pauses, perSecond, burst) => {
        nowMs = 1_000_000
        const buckets = createTokenBuckets(clock)
        let passed = 0
        for (const pauseMs of pauses) {
          nowMs += pauseMs
          const { isAllowed, retryAfterMs } = buckets.take('client', { perSecond, burst })
          if (isAllowed) passed += 1
          else {
            nowMs += retryAfterMs
            expect(buckets.take('client', { perSecond, burst }).isAllowed).toBe(true)
            passed += 1
          }
        }
        expect(passed).toBeLessThanOrEqual(burst + ((nowMs - 1_000_000) * perSecond) / 1000 + 1e-6)
      },
    ),
  )
})
