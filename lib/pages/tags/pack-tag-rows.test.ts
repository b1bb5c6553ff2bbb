import { expect, test } from 'vitest'
import { firstTagQuery } from '#lib/addresses/tag-query.ts'
import { groupImageTags } from './group-image-tags.ts'
import { packTagPage, unpackTagPage } from './pack-tag-rows.ts'
import { selectTags, sortImages } from './select-tags.ts'

const tags = ['latest', '2.0.0', '2', '1.0.0', '1.0.0-rc.1', 'main'].map((tag, at) => ({
  tag,
  digest: `sha256:${at < 3 ? 'a' : at}`,
  pushedAt: at === 5 ? null : new Date(Date.UTC(2026, 0, at + 1)).toISOString(),
  sizeBytes: at === 4 ? null : at,
  mediaType: null,
  artifactMediaType: null,
}))
const page = selectTags(sortImages(groupImageTags(tags), 'version'), firstTagQuery, { isTruncated: false })

test('a packed page is the same page again, and smaller', () => {
  const packed = packTagPage(page)
  expect(unpackTagPage(JSON.parse(JSON.stringify(packed)))).toEqual(page)
  expect(JSON.stringify(packed.packed).length).toBeLessThan(JSON.stringify(page.rows).length / 3)
})
