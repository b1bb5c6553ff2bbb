/** Guards that a client can read from an answer how much it has left. */
import { expect, test } from 'vitest'
import { createTokenBuckets } from '#lib/net/token-buckets.ts'
import { toRateHeaders } from './rate-headers.ts'

const rate = { perSecond: 2, burst: 4 }

test('the headers say how much there is, and when to come again', () => {
  const buckets = createTokenBuckets(() => new Date(0))
  const take = () => toRateHeaders('pulls', rate, buckets.take('client', rate))
  expect(take()).toEqual({ 'ratelimit-policy': '"pulls";q=4;w=2', ratelimit: '"pulls";r=3;t=1' })
  for (let n = 0; n < 3; n += 1) take()
  expect(take()).toEqual({
    'ratelimit-policy': '"pulls";q=4;w=2',
    ratelimit: '"pulls";r=0;t=2',
    'retry-after': '1',
  })
})
