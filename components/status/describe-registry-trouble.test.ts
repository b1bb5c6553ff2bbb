import { expect, test } from 'vitest'
import { readTexts } from '#lib/language/read-texts.ts'
import { describeRegistryTrouble } from './describe-registry-trouble.ts'

test.each([
  ['en', 1, 'One blob is lost and has to be pushed again.'],
  ['en', 2, '2 blobs are lost and have to be pushed again.'],
  ['ja', 2, '2\u00a0個の BLOB が失われました。再度プッシュする必要があります。'],
] as const)('in %s, %d lost blobs', (language, lostBlobs, words) => {
  const texts = readTexts(language, 'status')
  expect(describeRegistryTrouble({ kind: 'lost-blobs', lostBlobs }, texts)).toBe(words)
})
