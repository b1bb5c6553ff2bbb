/** What looks like a filter and is none is said to be one, and what names an image is left alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainOperators } from './explain-operators.ts'

const explain = (text: string) => explainOperators(text, (name) => ['redis', 'user', 'system'].includes(name))

test.each<[string, string, string | null]>([
  ['is:official nginx', 'nginx', 'verified:yes'],
  ['is:verified', 'verified', 'verified:yes'],
  ['is:signed nginx', 'nginx', 'signed:yes'],
  ['signed:verifed nginx', 'nginx', 'signed:verified'],
  ['signed:perhaps nginx', 'nginx', null],
  ['has:sbom nginx', 'nginx', 'sbom:yes'],
  ['is:charts nginx', 'nginx', 'type:chart'],
  ['by:tidewater cache', 'cache', 'publisher:tidewater'],
  ['vendor:"Tidewater Data" cache', 'cache', 'publisher:"Tidewater Data"'],
  ['platform:linux/arm64 cache', 'cache', 'os:linux arch:arm64'],
  ['cpu:riscv64', 'riscv64', 'arch:riscv64'],
  ['acrh:arm64 cache', 'cache', 'arch:arm64'],
  ['publsher:acme cache', 'cache', 'publisher:acme'],
  ['verifed:yes cache', 'cache', 'verified:yes'],
  ['type:imge cache', 'cache', 'type:image'],
  ['updated:weak cache', 'cache', 'updated:week'],
  ['verified:perhaps cache', 'cache', null],
  ['since:2024-01-01 cache', 'cache', null],
  ['os: cache', 'cache', null],
  ['NOT os:linux cache', 'NOT os:linux cache', null],
  ['colour:"dark red" cache', 'cache', null],
])('%s', (typed, text, suggestion) => {
  const explained = explain(typed)
  expect(explained.text).toBe(text)
  expect(explained.notes).toHaveLength(1)
  expect(explained.notes[0]?.suggestion?.part ?? null).toBe(suggestion)
})

test('it says what there is, and gives the whole text as it was probably meant', () => {
  expect(explain('nginx is:official alpine').notes).toEqual([
    {
      part: 'is:official',
      problem: 'unknown',
      reason: { kind: 'no-filter', name: 'is' },
      suggestion: { part: 'verified:yes', text: 'nginx verified:yes alpine' },
    },
  ])
  expect(explain('verified:perhaps x').notes[0]?.reason).toEqual({
    kind: 'value',
    name: 'verified',
    value: 'perhaps',
    values: ['yes', 'no'],
  })
  expect(explain('-os:linux x').notes[0]).toMatchObject({ problem: 'negated', suggestion: null })
  expect(explain('flavour:mint x')).toMatchObject({
    text: 'flavour:mint x',
    notes: [{ problem: 'unknown', reason: { kind: 'unknown', name: 'flavour', isName: true } }],
  })
})

describe('no filters are', () => {
  test.each([
    'nginx',
    'node:22',
    'redis:7',
    'redis:alpine',
    'user:admin',
    'flavour:1.2',
    'flavour:latest',
    'acme/web:1.2',
    'public.ecr.aws/acme/web:beta',
    'localhost:5050/acme/web:beta',
    'https://gallery.ecr.aws/acme/web?tag=beta',
    'https://example.com',
    'sha256:00ab',
    'docker://acme/web:beta',
    'docker pull --platform linux/arm64 web:beta',
    'image: web:beta',
    'FROM web:beta AS build',
    '"is:official"',
    '-web:beta',
    'a : b',
    '::',
  ])('%s', (text) => {
    expect(explain(text)).toEqual({ text, notes: [] })
  })
})

test('whatever is typed is explained in a bounded time, and nothing is left of what is explained', () => {
  const pieces = fc.constantFrom('is:', 'os:', 'x:', '"', ':', '-', ' ', 'verified', ',', 'type:film', 'a')
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
      const { text, notes } = explain(parts.join(''))
      expect(notes.length).toBeLessThanOrEqual(5)
      expect(text.length).toBeLessThanOrEqual(parts.join('').length)
    }),
  )
})
