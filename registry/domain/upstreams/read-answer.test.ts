import { expect, test } from 'vitest'
import { maxListBytes, readReferrers, readTags } from './read-answer.ts'

const digest = `sha256:${'a'.repeat(64)}`

test('what is nested deeper than any list is none, and is not parsed', () => {
  expect(readTags(Buffer.from('['.repeat(maxListBytes)))).toBeNull()
  expect(readTags(Buffer.from(`{"tags":${'['.repeat(80)}${']'.repeat(80)}}`))).toBeNull()
  expect(readReferrers(Buffer.from('{"a":'.repeat(1_000)))).toBeNull()
})

test('brackets in texts are no levels', () => {
  const odd = '[{\\"'.repeat(200)
  expect(readTags(Buffer.from(`{"name":"${odd}","tags":["1.0","${odd}","latest"]}`))).toEqual([
    '1.0',
    'latest',
  ])
  const manifests = [
    { mediaType: 'application/x', digest, size: 1, annotations: { note: '['.repeat(300) } },
    { digest: 'none' },
  ]
  expect(readReferrers(Buffer.from(JSON.stringify({ manifests })))).toMatchObject([{ digest }])
})
