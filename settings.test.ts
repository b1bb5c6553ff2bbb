/** Guards that settings which name tests and programs name ones that are there: a file that was moved would drop out unseen. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import playwrightConfig from './playwright.config.ts'
import vitestConfig from './vitest.config.ts'

const root = import.meta.dirname
const isThere = (pattern: string) => globSync(pattern, { cwd: root }).length > 0

/** @example spell('a/{b,c}.ts') // ['a/b.ts', 'a/c.ts'] */
function spell(pattern: string): string[] {
  const [whole, names] = /\{([^{}]*)\}/.exec(pattern) ?? []
  if (whole === undefined || names === undefined) return [pattern]
  return names.split(',').flatMap((name) => spell(pattern.replace(whole, name)))
}

test('every name in the lists of tests that run on PostgreSQL, or on a cluster, is that of a test', () => {
  const projects = (vitestConfig.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project ? [project.test] : [],
  )
  const named = projects
    .filter((project) => project?.name === 'postgres' || project?.name === 'cluster')
    .flatMap((project) => project?.include ?? [])
    .filter((pattern) => !pattern.includes('**'))
    .flatMap(spell)
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((pattern) => !isThere(pattern))).toEqual([])
})

test('every journey that is gone in Japanese too is a browser test', () => {
  const match = playwrightConfig.projects?.find(({ name }) => name === 'japanese')?.testMatch
  const named = [match ?? []].flat().map((pattern) => String(pattern).replace('**/', 'e2e/'))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !isThere(path))).toEqual([])
})

test('every entry of knip.json is there', () => {
  const { entry } = JSON.parse(readFileSync(join(root, 'knip.json'), 'utf8')) as { entry: string[] }
  const named = entry.filter((pattern) => !pattern.startsWith('**')).flatMap(spell)
  expect(named.filter((pattern) => !isThere(pattern))).toEqual([])
})
