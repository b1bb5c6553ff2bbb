import { expect, test } from 'vitest'
import type { TagMove } from '#lib/oci-client/read-tag-history.ts'
import { buildTagTimeline, listFloatingTags } from './build-tag-timeline.ts'
import { groupImageTags } from './group-image-tags.ts'
import { sortImages } from './select-tags.ts'

const toImages = (releases: Record<string, string>) =>
  sortImages(
    groupImageTags(
      Object.entries(releases).flatMap(([tags, day]) =>
        tags.split(' ').map((tag) => ({
          ...{ tag, digest: `sha256:${day}`, sizeBytes: 1, pushedAt: `${day}T00:00:00.000Z` },
          ...{ mediaType: null, artifactMediaType: null },
        })),
      ),
    ),
    'version',
  )
const images = toImages({
  '1.9.0 1.9 1': '2026-01-01',
  '2.0.0-rc.1': '2026-02-01',
  '2.0.0 2.0': '2026-03-01',
  '2.1.0 2.1 2 latest': '2026-04-01',
})
const to = (day: string): TagMove => ({
  digest: `sha256:${day}`,
  at: `${day}T00:00:00.000Z`,
  isRemoval: false,
})
const from = (day: string, digest: string): TagMove => ({
  digest: `sha256:${digest}`,
  at: `${day}T00:00:00.000Z`,
  isRemoval: true,
})

test('latest and short versions float, full ones do not', () => {
  expect(listFloatingTags(images)).toEqual(['latest', '2', '1', '2.1', '2.0', '1.9'])
  expect(listFloatingTags(toImages({ '1 main': '2026-01-01', '2': '2026-01-02' }))).toEqual([])
  expect(listFloatingTags(toImages({ '7.4.2-alpine 7-alpine': '2026-01-01' }))).toEqual([])
  expect(listFloatingTags([])).toEqual([])
})

test('releases stand on the lines of their versions, in the order of time', () => {
  const timeline = buildTagTimeline(images, new Map([['latest', [to('2026-04-01')]]]))
  expect(timeline?.lines.map(({ line, points }) => [line, points.map(({ tag }) => tag)])).toEqual([
    ['2.1', ['2.1.0']],
    ['2.0', ['2.0.0-rc.1', '2.0.0']],
    ['1.9', ['1.9.0']],
  ])
  expect(timeline?.lines[1]?.points[0]?.isPreRelease).toBe(true)
})

test('a tag points to an image until it moves or is removed; what is gone has no name', () => {
  const moves = [to('2026-04-01'), from('2026-03-15', '2026-03-01'), to('2026-03-01'), to('2025-12-01')]
  expect(buildTagTimeline(images, new Map([['latest', moves]]))?.floating).toEqual([
    {
      tag: 'latest',
      spans: [
        {
          digest: 'sha256:2025-12-01',
          release: null,
          lineIndex: null,
          ...between('2025-12-01', '2026-03-01'),
        },
        {
          digest: 'sha256:2026-03-01',
          release: '2.0.0',
          lineIndex: 1,
          ...between('2026-03-01', '2026-03-15'),
        },
        { digest: 'sha256:2026-04-01', release: '2.1.0', lineIndex: 0, ...between('2026-04-01', null) },
      ],
    },
  ])
})

test('without a history there is no timeline', () => {
  expect(buildTagTimeline(images, new Map())).toBeNull()
  expect(buildTagTimeline(images, new Map([['latest', []]]))).toBeNull()
  expect(buildTagTimeline([], new Map([['latest', [to('2026-04-01')]]]))).toBeNull()
})

function between(start: string, end: string | null) {
  return { from: `${start}T00:00:00.000Z`, to: end && `${end}T00:00:00.000Z` }
}
