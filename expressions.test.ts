/**
 * Guards that no regular expression of the programs can be made slow by the text that it meets: each literal is analysed, and
 * then tried out on texts made of what it is about. `new RegExp(…)` is for the few places whose own tests grow their inputs.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { analyse } from 'scslre'
import { describe, expect, test } from 'vitest'
import { findSlowText } from './scripts/find-slow-text.ts'
import { type Expression, listExpressions } from './scripts/list-expressions.ts'

const root = import.meta.dirname
const folders = ['app', 'components', 'lib', 'registry']
const isProgram = (path: string) =>
  /\.tsx?$/.test(path) && !/\.(?:test|spec)\.|\/testing\/|\/test-/.test(path)

/** Made of constants, or of words whose number and length are bounded; see lib/linear-cost.test.ts. */
const reviewedMakers = [
  'components/listing/split-matches.ts',
  'lib/catalog/query/scan-typed-text.ts',
  'registry/server/routes.ts',
]

const listed = folders
  .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter(isProgram)
  .map((path) => listExpressions(path, readFileSync(join(root, path), 'utf8')))
const literals = listed.flatMap((one) => one.literals)

function findProblem(expression: Expression): string | null {
  const { source, flags } = expression
  const [report] = analyse({ source, flags }).reports
  if (report !== undefined)
    return report.exponential ? 'is exponential' : `grows with the square (${report.type})`
  const slow = findSlowText(expression)
  return slow === null ? null : `is slow on ${slow}`
}

test('no expression of the programs is made slow by a text', { timeout: 240_000 }, () => {
  expect(literals.length).toBeGreaterThan(200)
  const problems = literals.flatMap((one) => {
    const problem = findProblem(one)
    return problem === null ? [] : [`${one.place} /${one.source}/ ${problem}`]
  })
  expect(problems).toEqual([])
})

test('expressions are made out of text only where that was reviewed', () => {
  const files = new Set(listed.flatMap(({ made }) => made).map((place) => place.replace(/:\d+$/, '')))
  expect([...files].sort()).toEqual(reviewedMakers)
})

describe('a planted expression is found:', () => {
  test.each([
    '(a+)+$',
    '^(a|aa)+$',
    '\\s+# end$',
    "^(.*?), '(.*)'$",
    '^a*a*$',
    '(?<=[\\p{L}]\\p{M}*)\\p{M}',
    '(?<!\\w)_+|_+(?!\\w)',
    '<[^>]*?(\\?[^>]*)>;',
  ])('%s', (source) => {
    const flags = /\\p|\(\?</.test(source) ? 'gu' : ''
    const { literals: planted } = listExpressions('a.ts', `f(/${source}/${flags})`)
    expect(planted.map(findProblem)).toEqual([expect.any(String)])
  })

  test('and one that is made', () => {
    expect(listExpressions('a.tsx', '\nconst a = <p>{new RegExp(b)}</p>').made).toEqual(['a.tsx:2'])
  })
})
