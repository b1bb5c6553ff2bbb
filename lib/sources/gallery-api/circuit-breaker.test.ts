import { expect, test } from 'vitest'
import { explain } from '../say-failure.ts'
import { SourceError } from '../source-error.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'

function openBreaker() {
  let now = 0
  let sent = 0
  const breaker = createCircuitBreaker({ now: () => now })
  return {
    wait: (ms: number) => {
      now += ms
    },
    countSent: () => sent,
    call: (error?: SourceError) =>
      breaker
        .run(async () => {
          sent += 1
          if (error) throw error
        })
        .then(
          () => 'ok',
          (reason: Error) => reason.message,
        ),
  }
}

const explanation = explain({ code: 'server', values: {}, place: 'endpoint' })
const refusal = new SourceError('server', 'broken', { explanation })

test('after five refusals in a row nothing is sent for a minute, then one call tries, then for two', async () => {
  const { call, wait, countSent } = openBreaker()
  for (let at = 0; at < 5; at += 1) expect(await call(refusal)).toBe('broken')
  expect(await call()).toMatch(/left alone/)
  expect(countSent()).toBe(5)
  wait(60_000)
  expect(await call(refusal)).toBe('broken')
  wait(60_000)
  expect(await call()).toMatch(/left alone/)
  wait(60_000)
  expect(await call()).toBe('ok')
  expect(await call(refusal)).toBe('broken')
  expect(await call()).toBe('ok')
})

test('Retry-After is kept to at once, an hour at most', async () => {
  const { call, wait } = openBreaker()
  await call(new SourceError('throttled', 'slow down', { explanation, retryAfterMs: 30_000 }))
  expect(await call()).toMatch(/left alone/)
  wait(30_000)
  expect(await call()).toBe('ok')
  await call(new SourceError('throttled', 'slow down', { explanation, retryAfterMs: 86_400_000 }))
  wait(3_600_000)
  expect(await call()).toBe('ok')
})

test('what concerns one repository is no refusal', async () => {
  const { call } = openBreaker()
  for (let at = 0; at < 9; at += 1) await call(new SourceError('invalid', 'no such tag', { explanation }))
  expect(await call()).toBe('ok')
})
