import { expect, test } from 'vitest'
import { readStatedSubject } from './stated-subject.ts'

const hex = 'a'.repeat(64)
const toBytes = (document: unknown) => Buffer.from(JSON.stringify(document))
const statement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'web', digest: { sha256: hex } }],
}
const envelope = {
  payloadType: 'application/vnd.in-toto+json',
  payload: toBytes(statement).toString('base64'),
}

test.each([
  ['a statement', statement],
  ['an envelope', envelope],
  ['a bundle', { dsseEnvelope: envelope }],
  ['a signature of cosign', { critical: { image: { 'docker-manifest-digest': `sha256:${hex}` } } }],
])('%s names the image that it is about', (_, document) => {
  expect(readStatedSubject(toBytes(document))).toBe(`sha256:${hex}`)
})

test.each([
  {},
  [],
  { subject: [] },
  { subject: [{ digest: { sha256: '../x' } }] },
  { payload: '%%%' },
  'text',
])('%j names none', (document) => {
  expect(readStatedSubject(toBytes(document))).toBeNull()
})
