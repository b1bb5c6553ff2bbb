import { expect, test } from 'vitest'
import {
  describeLifecycle,
  END_OF_LIFE_ANNOTATION,
  parseSuccessor,
  toImageLifecycle,
  toLifecycle,
  toLifecycleState,
} from './lifecycle.ts'

const toTags = (tags: Record<string, string>) =>
  Object.entries(tags).map(([name, value]) => ({ key: `public-gallery:${name}`, value }))
const describeAt = (tags: Record<string, string>, day: string) => {
  const lifecycle = toLifecycle(toTags(tags))
  return lifecycle && describeLifecycle('repository', lifecycle, Date.parse(`${day}T12:00:00Z`))
}

test.each([
  [{ deprecated: 'true' }, 'This repository is deprecated.'],
  [{ deprecated: '2026-08-04' }, 'This repository is deprecated since 2026-08-04.'],
  [{ 'end-of-life': '2027-01-31' }, 'This repository ends on 2027-01-31.'],
  [{ 'end-of-life': '2026-11-28' }, 'This repository ends on 2026-11-28.'],
  [{ 'end-of-life': '2026-11-27' }, 'This repository ended on 2026-11-27.'],
  [
    { deprecated: 'yes', 'end-of-life': '2027-01-31T10:00:00Z', successor: 'tidewater/cache/harbor:2' },
    'This repository is deprecated and ends on 2027-01-31. Use tidewater/cache/harbor:2 instead.',
  ],
  [{ deprecated: '2026-12-24' }, null],
])('%j on 28 November is said as %j', (tags, words) => {
  expect(describeAt(tags as Record<string, string>, '2026-11-28')).toBe(words)
})

test.each([
  {},
  { successor: 'acme/app' },
  { deprecated: 'no' },
  { deprecated: '' },
  { 'end-of-life': 'soon' },
  { 'end-of-life': '9999-12-31' },
  { 'end-of-life': '2027-02-30' },
  { 'end-of-life': '\u202e13-10-7202' },
])('%j says nothing', (tags) => {
  expect(toLifecycle(toTags(tags as Record<string, string>))).toBeNull()
})

test.each([
  '',
  'harbor',
  'https://elsewhere.example/x',
  'javascript:alert(1)',
  'acme/app\u202e',
  'acme/app" , 299 - "x',
  'acme/app\r\nx: y',
  'ACME/app',
  '../../x/y',
  'acme/app:-x',
  'acme/app@sha256:1',
  `acme/${'a'.repeat(300)}`,
])('%j is no successor, and the rest stands', (successor) => {
  expect(toLifecycle(toTags({ deprecated: 'true', successor }))).toEqual({
    ...{ isDeprecated: true, deprecatedSince: null, endsOn: null, successor: null },
  })
})

test('a successor is a repository, or one of its tags', () => {
  expect(parseSuccessor('acme/tools/app')).toEqual({
    ...{ registryAlias: 'acme', repositoryName: 'tools/app', tag: null },
  })
  expect(parseSuccessor('acme/app:2.1')).toMatchObject({ repositoryName: 'app', tag: '2.1' })
})

test('an image ends on the latest day that an artifact states', () => {
  const state = (...days: string[]) =>
    toImageLifecycle(days.map((day) => ({ [END_OF_LIFE_ANNOTATION]: day })))
  expect(state('2026-01-31', '2026-03-31', 'never')?.endsOn).toBe('2026-03-31')
  expect(state('2026-03-31T00:00:00Z')?.endsOn).toBe('2026-03-31')
  expect(state('never')).toBeNull()
  expect(state()).toBeNull()
})

test('the last day is still one of its life', () => {
  const lifecycle = toLifecycle(toTags({ 'end-of-life': '2027-01-31' }))
  if (lifecycle === null) throw new Error('It says something.')
  expect(toLifecycleState(lifecycle, Date.parse('2027-01-31T23:59:59Z'))).toBe('ending')
  expect(toLifecycleState(lifecycle, Date.parse('2027-02-01T00:00:00Z'))).toBe('ended')
})
