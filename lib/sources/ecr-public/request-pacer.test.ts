import { expect, test } from 'vitest'
import { createVirtualClock } from '#testing/virtual-clock.ts'
import { explain } from '../say-failure.ts'
import { EcrPublicError } from './ecr-public-error.ts'
import { createRequestPacer } from './request-pacer.ts'

const explanation = explain({ code: 'throttled', values: {}, place: 'endpoint' })
const throttled = (retryAfterMs: number | null = null) =>
  new EcrPublicError('throttled', 'Slow down.', { explanation, retryAfterMs })
const random = () => 0.5

/** Sends `count` calls from eight workers; each takes 40 ms. */
async function sendAll(
  options: { ceilingPerSecond?: number; capacityPerSecond?: number; count: number },
  clock = createVirtualClock(),
) {
  const pacer = createRequestPacer({ ceilingPerSecond: options.ceilingPerSecond ?? null, clock, random })
  const sentAt: number[] = []
  const startedAt = clock.now()
  let left = options.count
  const work = async () => {
    while (left > 0) {
      left -= 1
      await pacer.run(async () => {
        const now = clock.now()
        const recent = sentAt.filter((at) => at > now - 1_000).length
        sentAt.push(now)
        await clock.sleep(40)
        if (recent >= (options.capacityPerSecond ?? Number.POSITIVE_INFINITY)) throw throttled()
      })
    }
  }
  await clock.runUntil(Promise.all(Array.from({ length: 8 }, work)))
  return { sentAt, seconds: (clock.now() - startedAt) / 1000, figures: pacer.figures() }
}

test('a ceiling of 20 requests a second is kept within 5 %, in all and in every second', async () => {
  const { sentAt, seconds, figures } = await sendAll({ ceilingPerSecond: 20, count: 1_000 })
  expect(1_000 / seconds).toBeGreaterThan(20 * 0.95)
  expect(1_000 / seconds).toBeLessThan(20 * 1.05)
  for (const from of sentAt) {
    expect(sentAt.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(21)
  }
  expect(figures).toMatchObject({ requests: 1_000, throttled: 0, limitPerSecond: 20 })
})

test('without a ceiling nothing is held back', async () => {
  const { seconds } = await sendAll({ count: 800 })
  expect(seconds).toBeCloseTo((800 / 8) * 0.04, 1)
})

test('an endpoint that takes 30 a second is found out: every call goes through, few are throttled', async () => {
  const { seconds, figures, sentAt } = await sendAll({ capacityPerSecond: 30, count: 1_500 })
  expect(figures.throttled).toBeGreaterThan(0)
  expect(figures.throttled).toBeLessThan(sentAt.length * 0.15)
  expect(figures.retried).toBe(figures.throttled)
  // At least half of what it takes, in spite of the search for the rate.
  expect(1_500 / seconds).toBeGreaterThan(15)
})

test('Retry-After holds every call up', async () => {
  const clock = createVirtualClock()
  const pacer = createRequestPacer({ clock, random })
  const sentAt: number[] = []
  const startedAt = clock.now()
  const send = async () => {
    sentAt.push(clock.now() - startedAt)
    if (sentAt.length === 1) throw throttled(7_000)
  }
  await clock.runUntil(Promise.all([pacer.run(send), clock.sleep(10).then(() => pacer.run(send))]))
  expect(sentAt[0]).toBe(0)
  expect(Math.min(...sentAt.slice(1))).toBeGreaterThanOrEqual(7_000)
})

test.each([
  ['server trouble', new EcrPublicError('server', 'x', { explanation }), 3],
  [
    'a connection that was closed',
    new EcrPublicError('unreachable', 'x', { explanation, reach: 'closed' }),
    3,
  ],
  ['nothing that listens', new EcrPublicError('unreachable', 'x', { explanation, reach: 'refused' }), 1],
  ['wrong credentials', new EcrPublicError('credentials', 'x', { explanation }), 1],
  ['throttling without end', throttled(), 12],
])('%s: the last failure is told', async (_, error, attempts) => {
  const clock = createVirtualClock()
  const pacer = createRequestPacer({ clock, random })
  let sent = 0
  const failing = pacer.run(async () => {
    sent += 1
    throw error
  })
  await expect(clock.runUntil(failing)).rejects.toBe(error)
  expect(sent).toBe(attempts)
})
