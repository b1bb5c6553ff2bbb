import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DIGEST_ALGORITHMS, isDigest, parseDigest, toDigest } from './digest.ts'

test('what is computed is a digest, and comes apart again', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom(...DIGEST_ALGORITHMS), (bytes, algorithm) => {
      const digest = toDigest(algorithm, bytes)
      expect(isDigest(digest)).toBe(true)
      const parsed = parseDigest(digest)
      expect(`${parsed?.algorithm}:${parsed?.hex}`).toBe(digest)
    }),
  )
})

test('the digest of nothing is the one everybody knows', () => {
  expect(toDigest('sha256', new Uint8Array())).toBe(
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
})

test.each([
  '',
  'sha256',
  'sha256:',
  `sha256:${'a'.repeat(63)}`,
  `sha256:${'a'.repeat(65)}`,
  `sha256:${'A'.repeat(64)}`,
  `sha256:${'g'.repeat(64)}`,
  `sha512:${'a'.repeat(64)}`,
  `md5:${'a'.repeat(32)}`,
  ` sha256:${'a'.repeat(64)}`,
  `sha256:${'a'.repeat(64)}\n`,
  `sha256:../../${'a'.repeat(58)}`,
])('%j is no digest', (text) => {
  expect(isDigest(text)).toBe(false)
  expect(parseDigest(text)).toBeNull()
})

test('no other text is taken for a digest', () => {
  fc.assert(fc.property(fc.string(), (text) => !isDigest(text)))
})
