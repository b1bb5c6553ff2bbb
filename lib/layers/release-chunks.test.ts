import { expect, test } from 'vitest'
import { createRelease } from './release-chunks.ts'

test('a buffer goes when a chunk of another one has come, and not before', () => {
  const [one, other] = [new ArrayBuffer(8), new ArrayBuffer(8)]
  const release = createRelease()
  release(new Uint8Array(one, 0, 4))
  release(new Uint8Array(one, 4, 4))
  expect(one.detached).toBe(false)
  release(new Uint8Array(other))
  expect([one.detached, other.detached]).toEqual([true, false])
})
