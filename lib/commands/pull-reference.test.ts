/** Guards how references and platforms are written, and which of them a client understands. */
import { expect, test } from 'vitest'
import {
  isLoopbackHost,
  listReferenceForms,
  REFERENCE_FORMS,
  toPlatformWord,
  toReference,
  toReferenceText,
} from './pull-reference.ts'

test.each([
  ['tag', 'r.example/a/b:1'],
  ['tag-and-digest', 'r.example/a/b:1@sha256:00'],
  ['digest', 'r.example/a/b@sha256:00'],
] as const)('by %s: %s', (form, text) => {
  expect(toReferenceText(toReference('r.example/a/b', { tag: '1', digest: 'sha256:00' }, form))).toBe(text)
})

test.each([
  ['linux', 'amd64', null, 'linux/amd64'],
  ['linux', 'arm64', 'v8', 'linux/arm64'],
  ['linux', 'arm64', 'v9', 'linux/arm64/v9'],
  ['linux', 'arm', 'v7', 'linux/arm/v7'],
  ['windows', 'amd64', null, 'windows/amd64'],
])('%s, %s, %s is %s', (os, architecture, variant, word) => {
  expect(toPlatformWord({ os, architecture, variant })).toBe(word)
})

test.each([
  '1.2.3',
  'v1.2.3',
  '1.2',
  '1',
  '1.2.3-rc.1',
  '1.2.3_build.5',
  '1.2.3-rc.1_5',
  '1.2.3-0',
  '2024.01.0',
  '1.2.3-rc.01a',
  '1.2.3_001',
])('Helm finds the chart %s by its tag', (tag) =>
  expect(listReferenceForms('helm', tag)).toEqual(REFERENCE_FORMS),
)

test.each(['latest', 'stable-1.2', '1.2.3.4', '1.2.3_a_b', '1.2.3-', '1.2.3-01', '1.2.3-rc..1', '1.2.3_a.'])(
  'Helm finds the chart %s by its digest alone',
  (tag) => {
    expect(listReferenceForms('helm', tag)).toEqual(['digest'])
    expect(listReferenceForms('oras', tag)).toEqual(REFERENCE_FORMS)
  },
)

test.each([
  ['localhost', true],
  ['localhost:5050', true],
  ['127.0.0.1:5050', true],
  ['[::1]:5050', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['public.ecr.aws', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected)
})
