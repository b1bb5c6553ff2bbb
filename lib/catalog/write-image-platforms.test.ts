/** Filters, words and counts know what the newest image runs on, beside what the publisher declares. */
import { beforeEach, expect, test } from 'vitest'
import type { OpenCatalog } from './open-catalog.ts'
import { listFound, openTestCatalog, toTestQuery, toTestRecord, toTestRegistryId } from './test-catalog.ts'

const registryId = toTestRegistryId(0)
const ref = { registryId, repositoryName: 'web' }
const newest = { ...ref, tag: '2.0', digest: 'sha256:2' }
const record = toTestRecord(registryId, {
  repositoryName: 'web',
  operatingSystems: ['linux'],
  architectures: ['amd64'],
  newestImage: { tag: newest.tag, digest: newest.digest },
})
const multiPlatform = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
  { os: 'linux', architecture: 'riscv64' },
]

let opened: OpenCatalog
beforeEach(() => {
  opened = openTestCatalog([{ aliases: ['acme'], repositories: [{ repositoryName: 'other' }] }])
  opened.writer.putRepositories([record])
})

const listPlatforms = () => {
  const { operatingSystems = [], architectures = [] } = opened.catalog.findRepository('acme', 'web') ?? {}
  return [...operatingSystems, ...architectures]
}
const countArm = () =>
  opened.catalog.search(toTestQuery({})).facets.architectures.find(({ value }) => value === 'ARM 64')?.count

test('an image is to be read until it has been', () => {
  expect(opened.writer.listUnreadImages([ref, { ...ref, repositoryName: 'other' }])).toEqual([newest])
  expect(opened.writer.putImagePlatforms(newest, multiPlatform)).toBe(true)
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
  expect(opened.writer.putImagePlatforms(newest, multiPlatform)).toBe(false)
})

test('filters, counts and words find both what is declared and what there is', () => {
  expect([countArm(), listFound(opened, { architectures: ['ARM 64'] })]).toEqual([0, []])
  opened.writer.putImagePlatforms(newest, multiPlatform)
  expect(listPlatforms()).toEqual(['Linux', 'x86-64', 'ARM 64', 'riscv64'])
  expect([countArm(), listFound(opened, { architectures: ['ARM 64'] })]).toEqual([1, ['acme/web']])
  for (const text of ['aarch64', 'riscv64', 'amd64'])
    expect(listFound(opened, { text })).toEqual(['acme/web'])

  // What the image has not, the publisher still declares.
  opened.writer.putImagePlatforms(newest, [{ os: 'linux', architecture: 'arm64' }])
  expect(listFound(opened, { architectures: ['x86-64'] })).toEqual(['acme/web'])
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toEqual({
    tag: '2.0',
    operatingSystems: ['Linux'],
    architectures: ['ARM 64'],
  })
})

test('until a newer image has been read, what is known of the last one stays', () => {
  opened.writer.putImagePlatforms(newest, multiPlatform)
  opened.writer.putRepositories([
    { ...record, description: 'New', newestImage: { tag: '3.0', digest: 'sha256:3' } },
  ])
  expect(listPlatforms()).toContain('ARM 64')
  expect(listFound(opened, { text: 'aarch64' })).toEqual(['acme/web'])
  expect(opened.catalog.findImagePlatforms('acme', 'web')?.tag).toBe('2.0')
  expect(opened.writer.listUnreadImages([ref])).toEqual([{ ...ref, tag: '3.0', digest: 'sha256:3' }])

  // An answer about the old one, which comes late, is passed over.
  expect(opened.writer.putImagePlatforms(newest, [])).toBe(false)
  expect(listPlatforms()).toContain('ARM 64')
})

test('the same image under a newer tag is not read again', () => {
  opened.writer.putImagePlatforms(newest, multiPlatform)
  opened.writer.putRepositories([{ ...record, newestImage: { tag: '2.0.1', digest: 'sha256:2' } }])
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
  expect(opened.catalog.findImagePlatforms('acme', 'web')?.tag).toBe('2.0.1')
})

test('when the last image is gone, only the declaration is left', () => {
  opened.writer.putImagePlatforms(newest, multiPlatform)
  opened.writer.putRepositories([{ ...record, newestImage: null }])
  expect(listPlatforms()).toEqual(['Linux', 'x86-64'])
  expect(listFound(opened, { text: 'aarch64' })).toEqual([])
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toBeNull()
})

test('reading an image is no update of the repository', () => {
  const before = opened.catalog.findRepository('acme', 'web')?.updatedAt
  opened.writer.putImagePlatforms(newest, multiPlatform)
  expect(opened.catalog.findRepository('acme', 'web')?.updatedAt).toBe(before)
})

test('of an image without a platform nothing is shown, and it is not read again', () => {
  expect(opened.writer.putImagePlatforms(newest, [{ os: 'unknown', architecture: 'unknown' }])).toBe(false)
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toBeNull()
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
})

test('an image of a repository that is gone is passed over', () => {
  opened.writer.removeRepositories([ref])
  expect(opened.writer.putImagePlatforms(newest, multiPlatform)).toBe(false)
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
})

test('only counts that differ are written', () => {
  const { writer, catalog } = opened
  const readCounts = () => ['web', 'other'].map((name) => catalog.findRepository('acme', name)?.pullCount)
  writer.putPullCounts([{ ...ref, pullCount: 7 }])
  expect(readCounts()).toEqual([7, 0])
  writer.putPullCounts([
    { ...ref, repositoryName: 'other', pullCount: 9 },
    { ...ref, repositoryName: 'x', pullCount: 1 },
  ])
  expect(readCounts()).toEqual([0, 9])
  expect(catalog.listPopular(2).map(({ repositoryName }) => repositoryName)).toEqual(['other', 'web'])
  expect(listFound(opened, { sort: 'popularity' })).toEqual(['acme/other', 'acme/web'])
})
