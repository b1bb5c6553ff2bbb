import { expect, test } from 'vitest'
import { isNewerOfLine } from './newer-tag.ts'

test.each([
  ['3.2', '3.1', true],
  ['3.2-slim', '3.1-slim', true],
  ['py3.12-1.2.1', 'py3.12-1.2.0', true],
  ['3.1', '3.2', false],
  ['3.2', '3.2', false],
  // Another line, a name without a version, and what comes before a release, are no newer build of it.
  ['3.2', '3.1-slim', false],
  ['3.2-alpine3.20', '3.1-slim', false],
  ['node22', 'py3.12', false],
  ['latest', '3.1', false],
  ['3.2', 'latest', false],
  ['3.2-rc.1', '3.1', false],
  ['20260101', '3.1', false],
])('%s after %s: %s', (tag, than, expected) => {
  expect(isNewerOfLine(tag, than)).toBe(expected)
})
