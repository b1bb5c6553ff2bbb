/** The tags of an image are those that the list has, and the one that it was asked for by. */
import { expect, test } from 'vitest'
import { groupImageTags, listTagsOfImage } from './group-image-tags.ts'

const toTag = (tag: string, digest: string) => ({
  tag,
  digest,
  pushedAt: null,
  sizeBytes: 1,
  mediaType: null,
  artifactMediaType: null,
})
const images = groupImageTags([
  toTag('latest', 'sha256:b'),
  toTag('1.9.0', 'sha256:a'),
  toTag('1.10.0', 'sha256:b'),
])

test.each([
  ['sha256:b', null, ['1.10.0', 'latest']],
  ['sha256:b', 'latest', ['1.10.0', 'latest']],
  ['sha256:b', 'new', ['1.10.0', 'latest', 'new']],
  ['sha256:c', 'new', ['new']],
  ['sha256:c', null, []],
])('the tags of %s, asked for by %s', (digest, asked, tags) => {
  expect(listTagsOfImage(images, digest, asked).toSorted()).toEqual(tags)
})
