import { expect, test } from 'vitest'
import type { PullTag } from './list-pull-tags.ts'
import { packPullTags, unpackPullTags } from './pack-pull-tags.ts'

test('tags are what they were before they were packed', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  const tags: PullTag[] = [
    { tag: '1.0', digest, kind: 'image', sizeBytes: 5, pushedAt: '2026-11-20T10:00:00.123Z' },
    { tag: 'chart', digest, kind: 'chart', sizeBytes: null, pushedAt: null },
  ]
  expect(unpackPullTags(JSON.parse(JSON.stringify(packPullTags(tags))))).toEqual(tags)
})
