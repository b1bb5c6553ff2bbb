import { expect, test } from 'vitest'
import { firstTagQuery } from '#lib/addresses/tag-query.ts'
import { isDigest } from '#lib/oci/digest.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { addImageFacts } from './add-image-facts.ts'
import { groupImageTags } from './group-image-tags.ts'
import { selectTags, sortImages } from './select-tags.ts'

const tags = Array.from({ length: 40 }, (_, at) => ({
  tag: `1.0.${at}`,
  digest: `sha256:${at}`,
  pushedAt: null,
  sizeBytes: null,
  mediaType: null,
  artifactMediaType: null,
}))
const { rows } = selectTags(sortImages(groupImageTags(tags), 'version'), firstTagQuery, {
  isTruncated: false,
})
const never = new Promise(() => {})

const zeros: string = `sha256:${'0'.repeat(64)}`

function toFacts(_digest: string): ImageFacts {
  if (!isDigest(zeros)) throw new Error('a digest')
  return {
    digest: zeros,
    kind: 'image',
    artifactMediaType: null,
    platforms: [
      {
        key: 'linux/amd64',
        text: 'linux/amd64',
        platform: null,
        digest: zeros,
        sizeBytes: 5,
      },
    ],
    sizeBytes: 5,
    licence: null,
    sourceUrl: null,
    documentationUrl: null,
    version: null,
    revision: null,
    createdAt: null,
    signature: null,
    attached: { signatures: 1, boms: 0, attestations: 0 },
  }
}

test('every row gets platforms, size and what is attached, a few at a time', async () => {
  let now = 0
  let most = 0
  const read = async (digest: string) => {
    now += 1
    most = Math.max(most, now)
    await Promise.resolve()
    now -= 1
    return toFacts(digest)
  }
  const found = await addImageFacts(rows, read, never)
  expect(found.map(({ tag }) => tag)).toEqual(rows.map(({ tag }) => tag))
  expect(found.every(({ platforms, sizeBytes }) => platforms?.[0] === 'linux/amd64' && sizeBytes === 5)).toBe(
    true,
  )
  expect(found[0]?.attached).toEqual({ signatures: 1, boms: 0, attestations: 0 })
  expect(most).toBeLessThanOrEqual(6)
})

test('what stands open is read first', async () => {
  const asked: string[] = []
  await addImageFacts(
    rows.toReversed(),
    async (digest) => {
      asked.push(digest)
      return toFacts(digest)
    },
    never,
  )
  expect(asked[0]).toBe('sha256:39')
})

test('a page does not wait for what is late, and keeps what was there before', async () => {
  const [first] = rows
  const read = (digest: string) =>
    digest === first?.digest ? Promise.resolve(toFacts(digest)) : new Promise<null>(() => {})
  const late = new Promise((resolve) => setImmediate(resolve))
  const found = await addImageFacts(rows, read, late)
  expect(found.filter(({ platforms }) => platforms !== null)).toHaveLength(1)
  expect(found).toHaveLength(rows.length)
})

test('a registry that answers nothing is not asked for every image', async () => {
  let asked = 0
  const found = await addImageFacts(
    rows,
    async () => {
      asked += 1
      return null
    },
    never,
  )
  expect(asked).toBeLessThan(12)
  expect(found).toEqual(rows)
})
