import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstTagQuery, TAG_SORTS, type TagQuery } from '#lib/addresses/tag-query.ts'
import type { ImageTag } from '#lib/sources/ecr-public/list-image-tags.ts'
import { groupImageTags } from './group-image-tags.ts'
import { selectTags, sortImages, TAG_PAGE_SIZE } from './select-tags.ts'

function toTag(tag: string, digest: string, pushedAt: string | null, sizeBytes: number | null = 1): ImageTag {
  return { tag, digest, pushedAt, sizeBytes, mediaType: null, artifactMediaType: null }
}

function select(tags: ImageTag[], query: Partial<TagQuery> = {}) {
  const whole = { ...firstTagQuery, ...query }
  return selectTags(sortImages(groupImageTags(tags), whole.sort), whole, { isTruncated: false })
}

const names = (page: ReturnType<typeof select>) => page.rows.map(({ tag }) => tag)

const tags = [
  toTag('latest', 'sha256:b', '2026-02-01T00:00:00Z', 20),
  toTag('1.9.0', 'sha256:a', '2026-03-01T00:00:00Z', 30),
  toTag('1.10.0', 'sha256:b', '2026-02-01T00:00:00Z', 20),
  toTag('1', 'sha256:b', '2026-02-01T00:00:00Z', 20),
  toTag('1.10.0-rc.1', 'sha256:d', '2026-01-15T00:00:00Z', 10),
  toTag('1.11.0-rc.1', 'sha256:e', '2026-01-01T00:00:00Z', null),
  toTag('old', 'sha256:c', null, 5),
]

test('tags of one digest stand together under the one that says most, the newest image first', () => {
  const page = select(tags, { sort: 'newest' })
  expect(page.rows.map(({ tag, otherTags }) => [tag, otherTags])).toEqual([
    ['1.9.0', []],
    ['1.10.0', ['1', 'latest']],
    ['1.10.0-rc.1', []],
    ['1.11.0-rc.1', []],
    ['old', []],
  ])
  expect(page).toMatchObject({ tagCount: 7, imageCount: 5, foundCount: 5, pageCount: 1 })
  expect(page.rows.every(({ line, fold }) => line === null && fold === null)).toBe(true)
})

/** Each row as `line: tag`, with why it is folded. */
const places = (page: ReturnType<typeof select>) =>
  page.rows.map(({ line, tag, fold }) => `${line}: ${tag}${fold ? ` (${fold})` : ''}`)

/** Images of their own, pushed one after another. */
const push = (text: string) =>
  text
    .split(' ')
    .map((tag, at) => toTag(tag, `sha256:${tag}`, new Date(Date.UTC(2026, 0, at + 1)).toISOString()))

test('by version, each line shows its newest release, and folds earlier builds and pre-releases', () => {
  expect(
    places(select(push('1.9.0 1.10.0-rc.1 1.10.0 1.10.1 1.10.1-alpine 1.11.0-rc.1 1.11.0-rc.2 main'))),
  ).toEqual([
    '1.11: 1.11.0-rc.2',
    '1.11: 1.11.0-rc.1 (pre-release)',
    '1.10: 1.10.1',
    '1.10: 1.10.1-alpine',
    '1.10: 1.10.0 (earlier)',
    '1.10: 1.10.0-rc.1 (pre-release)',
    '1.9: 1.9.0',
    'Other tags: main',
  ])
})

test('how fine a line is depends on how a family counts', () => {
  expect(places(select(push('22.04 24.04 24.10 openjdk-17 openjdk-21 20240101 20240201')))).toEqual([
    '24: 24.10',
    '24: 24.04 (earlier)',
    '22: 22.04',
    'By date: 20240201',
    'By date: 20240101 (earlier)',
    'openjdk: openjdk-21',
    'openjdk: openjdk-17',
  ])
  expect(
    places(select(push('py3.9-1.0.0 py3.12-1.0.0 py3.12-1.1.0 nightly-20240101 nightly-20240201'))),
  ).toEqual([
    'nightly: nightly-20240201',
    'nightly: nightly-20240101 (pre-release)',
    'py 3.12: py3.12-1.1.0',
    'py 3.12: py3.12-1.0.0 (earlier)',
    'py 3.9: py3.9-1.0.0',
  ])
})

test('what has no version stands last, the newest first', () => {
  expect(names(select(push('edge main 1.0.0 7d865e9')))).toEqual(['1.0.0', '7d865e9', 'main', 'edge'])
})

test('who filters finds what is folded too', () => {
  const page = select(push('1.10.0-rc.1 1.10.0 1.9.0'), { filter: 'rc' })
  expect(places(page)).toEqual(['1.10: 1.10.0-rc.1'])
})

const hexOf = (letter: string) => letter.repeat(64)

test('what speaks of an image is folded under it, and counted as such', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => `sha256:${hexOf(letter)}`)
  const page = select([
    toTag('1.0', a ?? '', null),
    toTag(`sha256-${hexOf('a')}.sig`, b ?? '', null),
    toTag(`sha256-${hexOf('d')}.att`, c ?? '', null),
  ])
  expect(page).toMatchObject({ tagCount: 1, imageCount: 1, attachmentCount: 2 })
  expect(page.rows.map(({ line, fold }) => [line, fold])).toEqual([
    ['1', null],
    ['Attached to images without a tag', 'attachment'],
  ])
  expect(
    select([toTag('1.0', a ?? '', null), toTag(`sha256-${hexOf('a')}.sig`, b ?? '', null)], {
      filter: '.sig',
    }).rows,
  ).toMatchObject([{ tag: '1.0' }])
})

test('what latest is, is said by its other tags', () => {
  expect(select(tags).latest).toEqual({ tags: ['1.10.0', '1'] })
  expect(select(push('1.0')).latest).toBeNull()
})

test('by size the largest first, an unknown size last; by name as people read it', () => {
  expect(names(select(tags, { sort: 'size' }))).toEqual([
    '1.9.0',
    '1.10.0',
    '1.10.0-rc.1',
    'old',
    '1.11.0-rc.1',
  ])
  expect(names(select(tags, { sort: 'name' }))).toEqual([
    '1.9.0',
    '1.10.0',
    '1.10.0-rc.1',
    '1.11.0-rc.1',
    'old',
  ])
})

test('a filter finds an image by any of its tags, and by the beginning of its digest', () => {
  expect(names(select(tags, { filter: 'LATE' }))).toEqual(['1.10.0'])
  expect(names(select(tags, { filter: 'sha256:c' }))).toEqual(['old'])
  expect(select(tags, { filter: 'nothing' })).toMatchObject({ rows: [], foundCount: 0, pageCount: 1 })
})

test('an image with very many tags names a few of them, those that the filter finds first', () => {
  const many = Array.from({ length: 3000 }, (_, at) => toTag(`t${at}`, 'sha256:a', null))
  const [row] = select(many, { filter: 't1234' }).rows
  expect(row?.otherTags).toHaveLength(8)
  expect(row?.otherTags[0]).toBe('t1234')
  expect(row?.hiddenTagCount).toBe(2991)
})

test('the pages of any order hold every image once', () => {
  const anyTags = fc.uniqueArray(
    fc.record({
      tag: fc.stringMatching(/^v?[0-2](\.[0-9]){0,2}(-rc\.[0-9])?[a-z]?$/),
      digest: fc.integer({ min: 0, max: 400 }).map((one) => `sha256:${one}`),
      sizeBytes: fc.option(fc.nat(100)),
      pushedAt: fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')),
      mediaType: fc.constant(null),
      artifactMediaType: fc.constant(null),
    }),
    { selector: ({ tag }) => tag, maxLength: 400, size: 'max' },
  )
  fc.assert(
    fc.property(anyTags, fc.constantFrom(...TAG_SORTS), (some, sort) => {
      const first = select(some, { sort })
      const pages = Array.from({ length: first.pageCount }, (_, at) => select(some, { sort, page: at + 1 }))
      const digests = pages.flatMap(({ rows }) => rows.map(({ digest }) => digest))
      expect(digests.toSorted()).toEqual([...new Set(some.map(({ digest }) => digest))].toSorted())
      expect(pages.every(({ rows }) => rows.length <= TAG_PAGE_SIZE)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test.each([
  [75, 'middling tags', '1.27.0-alpine', 0],
  [50, 'long tags', 'x'.repeat(120), 0],
  [50, 'images of several tags', '1.27.0-bookworm', 4],
  [25, 'images of many long tags', 'x'.repeat(120), 4],
  [10, 'images of as many as are shown', 'x'.repeat(120), 12],
])('a page has at most %i rows of %s', (rowCount, _, name, otherCount) => {
  const images = Array.from({ length: 120 }, (_, at) =>
    Array.from({ length: 1 + otherCount }, (_, other) =>
      toTag(`${name}-${at}-${other}`, `sha256:${at}`, null),
    ),
  ).flat()
  const page = select(images)
  expect(page.rows).toHaveLength(rowCount)
  expect(page.pageCount).toBe(Math.ceil(120 / rowCount))
})

test('a page of a repository with a very long name has fewer rows', () => {
  const images = Array.from({ length: 120 }, (_, at) => toTag(`1.${at}`, `sha256:${at}`, null))
  const rowsOf = (nameLength: number) =>
    selectTags(sortImages(groupImageTags(images), 'newest'), firstTagQuery, {
      isTruncated: false,
      nameLength,
    }).rows
  expect(rowsOf(20)).toHaveLength(100)
  expect(rowsOf(250)).toHaveLength(75)
})
