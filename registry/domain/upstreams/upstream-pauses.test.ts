import { expect, test } from 'vitest'
import { createPauses } from './upstream-pauses.ts'

function open() {
  let nowMs = 1_000
  const pauses = createPauses({ host: 'registry.example' }, () => nowMs)
  return {
    ...pauses,
    wait: (ms: number) => {
      nowMs += ms
    },
    isPaused: () => pauses.untilMs() > 0,
  }
}

test('Retry-After pauses the host for so long, an hour at most, and a 429 without it for five seconds', () => {
  const { noteRefusal, wait, isPaused, check } = open()
  noteRefusal({ status: 503, retryAfterMs: 30_000, isSilence: false })
  expect(check).toThrow(/asked for a pause/)
  wait(29_999)
  expect(isPaused()).toBe(true)
  wait(1)
  expect(isPaused()).toBe(false)
  noteRefusal({ status: 429, retryAfterMs: null, isSilence: false })
  wait(5_000)
  expect(isPaused()).toBe(false)
  noteRefusal({ status: 429, retryAfterMs: 86_400_000, isSilence: false })
  wait(3_600_000)
  expect(isPaused()).toBe(false)
})

test('a shorter pause never ends a longer one', () => {
  const { noteRefusal, wait, isPaused } = open()
  noteRefusal({ status: 429, retryAfterMs: 60_000, isSilence: false })
  noteRefusal({ status: 429, retryAfterMs: 1_000, isSilence: false })
  wait(30_000)
  expect(isPaused()).toBe(true)
})

test('three silences in a row pause it, longer each time; an answer begins anew, also one that is a refusal or a failure', () => {
  const { noteRefusal, noteAnswer, wait, isPaused, check } = open()
  const silence = { status: null, retryAfterMs: null, isSilence: true }
  noteRefusal(silence)
  noteRefusal(silence)
  noteRefusal({ status: 500, retryAfterMs: null, isSilence: false })
  noteRefusal(silence)
  noteRefusal(silence)
  noteAnswer()
  noteRefusal(silence)
  noteRefusal(silence)
  expect(isPaused()).toBe(false)
  noteRefusal(silence)
  expect(check).toThrow(/does not answer/)
  wait(2_000)
  expect(isPaused()).toBe(false)
  noteRefusal(silence)
  wait(2_000)
  expect(isPaused()).toBe(true)
  wait(2_000)
  expect(isPaused()).toBe(false)
})

test('a 429 that says no time, or one that is over by our clock, leaves the host alone for a second all the same', () => {
  const { noteRefusal, wait, isPaused } = open()
  noteRefusal({ status: 429, retryAfterMs: 0, isSilence: false })
  expect(isPaused()).toBe(true)
  wait(1_000)
  expect(isPaused()).toBe(false)
})
