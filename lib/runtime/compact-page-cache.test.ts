/** Guards that a cached page holds no more memory than its own bytes, and that these are what was rendered. */
import { expect, test } from 'vitest'
import { toCompact } from './compact-page-cache.mjs'

test('the parts of a page that is kept hold nothing but themselves', () => {
  const large = Buffer.alloc(100_000, 'x')
  const page = {
    kind: 'APP_PAGE',
    html: '<p>a</p>',
    rscData: large.subarray(10, 40),
    segmentData: new Map([
      ['/_tree', large.subarray(500, 520)],
      ['/page', Buffer.from('é')],
      ['/empty', Buffer.of()],
    ]),
  }
  const kept = toCompact(page)
  expect(kept).toEqual(page)
  const blocks = new Set([kept.rscData, ...kept.segmentData.values()].map((part) => part.buffer))
  expect([...blocks].reduce((sum, block) => sum + block.byteLength, 0)).toBe(30 + 20 + 2)
})

test('the bytes of a route too, and what has no bytes stays as it is', () => {
  const route = { kind: 'APP_ROUTE', body: Buffer.alloc(9_000, 'y').subarray(3, 5), headers: {}, status: 200 }
  const kept = toCompact(route)
  expect(kept).toEqual(route)
  expect(kept.body.buffer.byteLength).toBe(2)
  const redirect = { kind: 'REDIRECT', props: { a: 1 } }
  expect(toCompact(redirect)).toEqual(redirect)
})
