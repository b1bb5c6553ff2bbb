import { expect, test } from 'vitest'
import { matchesPattern, splitNames } from './match-names.ts'

test.each([
  ['team/*', 'team/app', true],
  ['team/*', 'team/tools/app', true],
  ['team/*', 'steam/app', false],
  ['*/app', 'team/app', true],
  ['*/app', 'team/apps', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*ba', 'aba', false],
  ['*', 'anything/at/all', true],
  ['team/app', 'team/app', true],
  ['team/app', 'team/app2', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected)
})

test('names are told from patterns, each once', () => {
  expect(splitNames(['a/b', 'a/*', 'a/b'])).toEqual({ names: ['a/b'], patterns: ['a/*'] })
})
