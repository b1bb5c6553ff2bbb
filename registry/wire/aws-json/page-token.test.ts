import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysFrom } from '#registry/store/keys.ts'
import { openPageToken, sealPageToken } from './page-token.ts'

const keys = keysFrom(new Uint8Array(32).fill(1))
const scope = { operation: 'DescribeImages', registryId: '111111111111', repositoryName: 'app' }

test('a token gives back its sort key, whatever that is', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 3 }), (cursor) => {
      expect(openPageToken(keys, scope, sealPageToken(keys, scope, cursor))).toEqual(cursor)
    }),
  )
})

test('a token does not show its sort key', () => {
  const token = Buffer.from(sealPageToken(keys, scope, ['secret-name']), 'base64url')
  expect(token.includes('secret-name')).toBe(false)
})

test('text that is no token is refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => openPageToken(keys, scope, text)).toThrow(
        expect.objectContaining({ code: 'InvalidParameterException' }),
      )
    }),
  )
})

test.each([
  ['operation', { ...scope, operation: 'DescribeImageTags' }],
  ['registry', { ...scope, registryId: '222222222222' }],
  ['repository', { ...scope, repositoryName: 'other' }],
])('a token of another %s is refused', (_name, other) => {
  const token = sealPageToken(keys, other, ['x'])
  expect(() => openPageToken(keys, scope, token)).toThrow("Invalid parameter at 'nextToken'")
})

test('a token of another installation is refused', () => {
  const token = sealPageToken(keysFrom(new Uint8Array(32).fill(2)), scope, ['x'])
  expect(() => openPageToken(keys, scope, token)).toThrow("Invalid parameter at 'nextToken'")
})
