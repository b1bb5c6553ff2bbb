import { expect, test } from 'vitest'
import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { groupTags } from './group-tags.ts'

function toTag(tag: string, digest: string, pushedAt: string | null): ImageTag {
  return { tag, digest, pushedAt, sizeBytes: 1, mediaType: null, artifactMediaType: null }
}

const tags = [
  toTag('latest', 'sha256:b', '2026-02-01T00:00:00Z'),
  toTag('1.9.0', 'sha256:a', '2026-01-01T00:00:00Z'),
  toTag('1.10.0', 'sha256:b', '2026-02-01T00:00:00Z'),
  toTag('1', 'sha256:b', '2026-02-01T00:00:00Z'),
  toTag('old', 'sha256:c', null),
]

test('tags of one digest stand together under the one that says most, the newest image first', () => {
  expect(groupTags(tags, '').map(({ image, otherTags }) => [image.tag, otherTags])).toEqual([
    ['1.10.0', ['1', 'latest']],
    ['1.9.0', []],
    ['old', []],
  ])
})

test('a filter finds an image by any of its tags', () => {
  expect(groupTags(tags, ' LATE ').map(({ image }) => image.tag)).toEqual(['1.10.0'])
  expect(groupTags(tags, 'nothing')).toEqual([])
})
