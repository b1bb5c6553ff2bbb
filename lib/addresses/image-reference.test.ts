import { expect, test } from 'vitest'
import { parseImageRoute } from './image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`
const at = (reference: string, ...repository: string[]) =>
  parseImageRoute({ reference, alias: 'acme', repository })

test('an address names an image by tag or by digest, and one of its platforms', () => {
  expect(at('1.0', 'team', 'web')).toEqual({
    alias: 'acme',
    repositoryName: 'team/web',
    reference: { tag: '1.0', digest: null, platform: null, part: null },
  })
  expect(at(encodeURIComponent(digest), 'web', '~', 'linux', 'arm', 'v7')).toEqual({
    alias: 'acme',
    repositoryName: 'web',
    reference: { tag: null, digest, platform: 'linux/arm/v7', part: null },
  })
  expect(at('1.0', 'web', '~', 'linux%2Farm64').reference?.platform).toBe('linux/arm64')
})

test('an address names a part of the page, with and without a platform', () => {
  const part = { kind: 'list', list: 'labels', page: 2 }
  expect(at('1.0', 'web', '~', '~', 'labels.2').reference).toMatchObject({ platform: null, part })
  expect(at('1.0', 'a', 'web', '~', 'windows(10.0.1)', 'amd64', '~', 'labels.2')).toMatchObject({
    repositoryName: 'a/web',
    reference: { platform: 'windows(10.0.1)/amd64', part },
  })
  expect(at('1.0', 'web', '~', '~', 'nothing').reference?.part).toBeNull()
})

test.each(['-', '', '..', 'a b', '%', 'x'.repeat(129), 'sha256:x', 'md5:a'])('%j names none', (reference) => {
  expect(at(reference, 'web').reference).toBeNull()
})
