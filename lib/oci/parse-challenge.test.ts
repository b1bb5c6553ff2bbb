import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseChallenge } from './parse-challenge.ts'

test.each([
  [
    'Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws"',
    { realm: 'https://public.ecr.aws/token/', service: 'public.ecr.aws', scope: 'aws' },
  ],
  [
    'bearer  realm="https://a/t" , scope="x:y:pull,push"',
    { realm: 'https://a/t', service: null, scope: 'x:y:pull,push' },
  ],
  ['Basic realm="a", Bearer realm="https://b/"', { realm: 'https://b/', service: null, scope: null }],
  ['Bearer realm="https://b/", Basic realm="a"', { realm: 'https://b/', service: null, scope: null }],
  ['Bearer realm="a\\"b"', { realm: 'a"b', service: null, scope: null }],
  ['Bearer realm=https://a/t', { realm: 'https://a/t', service: null, scope: null }],
])('%s', (header, expected) => {
  expect(parseChallenge(header)).toEqual(expected)
})

test.each([
  null,
  '',
  'Basic realm="a"',
  'Bearer',
  'Bearer service="x"',
  `Bearer realm="${'a'.repeat(5000)}"`,
])('%s has none', (header) => {
  expect(parseChallenge(header)).toBeNull()
})

test('no header makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseChallenge(`Bearer ${text}`)))
})
