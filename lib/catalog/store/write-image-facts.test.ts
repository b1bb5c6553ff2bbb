/** Filters, words and counts know what the image is and runs on that is offered first, beside what the publisher declares. */
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { ManifestPlatform } from '#lib/oci/join-platforms.ts'
import {
  listFound,
  openTestCatalog,
  toTestQuery,
  toTestRecord,
  toTestRegistryId,
} from '#testing/test-catalog.ts'
import type { OpenCatalog } from '../open-catalog.ts'
import type { ShownFacts } from './catalog-writer.ts'

const registryId = toTestRegistryId(0)
const ref = { registryId, repositoryName: 'web' }
const changedAt = '2026-04-01T00:00:00.000Z'
const newest = { ...ref, tag: '2.0', digest: 'sha256:2', asOf: changedAt }
const record = toTestRecord(registryId, {
  repositoryName: 'web',
  operatingSystems: ['linux'],
  architectures: ['amd64'],
  newestTag: { tag: newest.tag, pushedAt: null },
  shownImage: { tag: newest.tag, digest: newest.digest },
  changedAt,
})
const toFacts = (platforms: ManifestPlatform[], more: Partial<ShownFacts> = {}): ShownFacts => ({
  kind: 'image',
  platforms: platforms.map((platform) => ({ platform })),
  sizeBytes: null,
  licence: null,
  sourceUrl: null,
  attached: { signatures: 0, boms: 0, attestations: 0 },
  ...more,
})
const multiPlatform = toFacts([
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
  { os: 'linux', architecture: 'riscv64' },
])

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
  expect(opened.writer.putImageFacts(newest, multiPlatform)).toBe(true)
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
  expect(opened.writer.putImageFacts(newest, multiPlatform)).toBe(false)
})

test('filters, counts and words find both what is declared and what there is', () => {
  expect([countArm(), listFound(opened, { architectures: ['ARM 64'] })]).toEqual([0, []])
  opened.writer.putImageFacts(newest, multiPlatform)
  expect(listPlatforms()).toEqual(['Linux', 'x86-64', 'ARM 64', 'RISC-V 64'])
  expect([countArm(), listFound(opened, { architectures: ['ARM 64'] })]).toEqual([1, ['acme/web']])
  for (const text of ['aarch64', 'riscv64', 'amd64'])
    expect(listFound(opened, { text })).toEqual(['acme/web'])

  // What the image has not, the publisher still declares.
  opened.writer.putImageFacts(newest, toFacts([{ os: 'linux', architecture: 'arm64' }]))
  expect(listFound(opened, { architectures: ['x86-64'] })).toEqual(['acme/web'])
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toEqual({
    tag: '2.0',
    operatingSystems: ['Linux'],
    architectures: ['ARM 64'],
  })
})

test('until a newer image has been read, what is known of the last one stays', () => {
  opened.writer.putImageFacts(newest, multiPlatform)
  opened.writer.putRepositories([
    { ...record, description: 'New', shownImage: { tag: '3.0', digest: 'sha256:3' } },
  ])
  expect(listPlatforms()).toContain('ARM 64')
  expect(listFound(opened, { text: 'aarch64' })).toEqual(['acme/web'])
  expect(opened.catalog.findImagePlatforms('acme', 'web')?.tag).toBe('2.0')
  expect(opened.writer.listUnreadImages([ref])).toMatchObject([{ ...ref, tag: '3.0', digest: 'sha256:3' }])

  // An answer about the old one, which comes late, is passed over.
  expect(opened.writer.putImageFacts(newest, toFacts([]))).toBe(false)
  expect(listPlatforms()).toContain('ARM 64')
})

test('the same image is read again only when the repository has changed, as something may have been attached', () => {
  opened.writer.putImageFacts(newest, multiPlatform)
  const again = { ...record, shownImage: { tag: '2.0.1', digest: 'sha256:2' } }
  opened.writer.putRepositories([again])
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
  expect(opened.catalog.findImagePlatforms('acme', 'web')?.tag).toBe('2.0.1')

  const later = '2026-04-02T00:00:00.000Z'
  opened.writer.putRepositories([{ ...again, changedAt: later }])
  const [image] = opened.writer.listUnreadImages([ref])
  expect(image).toEqual({ ...newest, tag: '2.0.1', asOf: later })
  const attached = { signatures: 1, boms: 2, attestations: 0 }
  if (image !== undefined)
    expect(opened.writer.putImageFacts(image, { ...multiPlatform, attached })).toBe(true)
  expect(opened.catalog.findRepository('acme', 'web')).toMatchObject({ isSigned: true, hasSbom: true })
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
})

test.each([
  [{ state: 'verified', by: 'Acme’s key' }, true],
  [{ state: 'other-signer', by: 'somebody' }, false],
  [{ state: 'not-verified', by: null }, false],
  [{ state: 'under-way', by: null }, false],
  [null, false],
] as const)('a signature counts as verified only when it is: %j', (signature, expected) => {
  const attached = { signatures: 1, boms: 0, attestations: 0 }
  opened.writer.putImageFacts(newest, { ...multiPlatform, attached, signature })
  expect(opened.catalog.findRepository('acme', 'web')?.isSignatureVerified).toBe(expected)
  const count = expected ? 1 : 0
  expect(listFound(opened, { vouched: ['signature-verified'] })).toHaveLength(count)
  expect(listFound(opened, { vouched: ['signed'] })).toHaveLength(1)
  const { vouched } = opened.catalog.search(toTestQuery({})).facets
  expect(vouched.find(({ value }) => value === 'signature-verified')).toMatchObject({ count })
  // Of a newer image nobody knows yet.
  opened.writer.putRepositories([
    { ...record, description: 'New', shownImage: { tag: '3.0', digest: 'sha256:3' } },
  ])
  expect(listFound(opened, { vouched: ['signature-verified'] })).toEqual([])
})

test('kind, size, licence, source and what is attached are shown, counted and filtered by', () => {
  opened.writer.putImageFacts(
    newest,
    toFacts([], {
      kind: 'wasm',
      sizeBytes: 1234,
      licence: 'MIT OR (Apache-2.0 AND GPL-2.0+)',
      sourceUrl: 'https://example.com/web',
      attached: { signatures: 1, boms: 0, attestations: 0 },
    }),
  )
  expect(opened.catalog.findRepository('acme', 'web')).toMatchObject({
    kind: 'wasm',
    sizeBytes: 1234,
    licence: 'MIT OR (Apache-2.0 AND GPL-2.0+)',
    isSigned: true,
    hasSbom: false,
  })
  const { types, licences, vouched } = opened.catalog.search(toTestQuery({})).facets
  const listCounts = (values: { value: string; count: number }[]) =>
    values.filter(({ count }) => count > 0).map(({ value, count }) => `${value} ${count}`)
  expect(listCounts(types)).toEqual(['wasm 1', 'empty 1'])
  expect(listCounts(licences)).toEqual(['Apache-2.0 1', 'GPL-2.0+ 1', 'MIT 1'])
  expect(listCounts(vouched)).toEqual(['signed 1', 'source 1', 'no-signature 1', 'no-sbom 2', 'no-source 1'])
  expect(listFound(opened, { types: ['wasm'], licences: ['mit'] })).toEqual(['acme/web'])
  expect(listFound(opened, { licences: ['GPL-2.0'] })).toEqual([])
  expect(listFound(opened, { vouched: ['signed', 'source'] })).toEqual(['acme/web'])
  expect(listFound(opened, { vouched: ['signed', 'sbom'] })).toEqual([])
  expect(listFound(opened, { vouched: ['signed', 'no-sbom'] })).toEqual(['acme/web'])
  expect(listFound(opened, { vouched: ['signed', 'no-signature'] })).toEqual([])
  // Counts pass over their own filter, and keep all others.
  const without = opened.catalog.search(toTestQuery({ vouched: ['no-signature'], types: ['wasm'] }))
  expect(without.totalResults).toBe(0)
  expect(listCounts(without.facets.vouched)).toEqual(['signed 1'])
  const unsigned = opened.catalog.search(toTestQuery({ vouched: ['no-signature'] }))
  expect(unsigned.totalResults).toBe(1)
  expect(listCounts(unsigned.facets.vouched)).toEqual([
    'signed 1',
    'no-signature 1',
    'no-sbom 1',
    'no-source 1',
  ])
})

test('counts of what is attached are those of a count one by one, each without its own filter', () => {
  const isOf = { signed: 'signatures', sbom: 'boms' } as const
  const partOf = (vouch: string) => (vouch === 'signed' || vouch === 'no-signature' ? 'signed' : 'sbom')
  const numbers = fc.record({ signatures: fc.nat(2), boms: fc.nat(2) })
  const vouches = ['signed', 'sbom', 'no-signature', 'no-sbom'] as const
  const property = fc.property(
    fc.array(numbers, { minLength: 1, maxLength: 12 }),
    fc.subarray([...vouches]),
    (images, vouched) => {
      opened = openTestCatalog([{ aliases: ['acme'], repositories: [] }])
      for (const [at, attached] of images.entries()) {
        const named = { repositoryName: `r${at}`, shownImage: { tag: '1', digest: `sha256:${at}` } }
        opened.writer.putRepositories([toTestRecord(registryId, { ...record, ...named })])
        opened.writer.putImageFacts(
          { registryId, repositoryName: named.repositoryName, ...named.shownImage, asOf: changedAt },
          toFacts([], { attached: { ...attached, attestations: 0 } }),
        )
      }
      const meets = (image: (typeof images)[number], vouch: string) =>
        image[isOf[partOf(vouch)]] > 0 === !vouch.startsWith('no-')
      const count = (wanted: readonly string[]) =>
        images.filter((image) => wanted.every((vouch) => meets(image, vouch))).length
      const found = opened.catalog.search(toTestQuery({ vouched }))
      expect(found.totalResults).toBe(count(vouched))
      for (const vouch of vouches) {
        const others = vouched.filter((one) => partOf(one) !== partOf(vouch))
        const shown = found.facets.vouched.find(({ value }) => value === vouch)?.count ?? 0
        expect(shown).toBe(count([...others, vouch]))
      }
    },
  )
  fc.assert(property, { numRuns: 40 })
})

test('what a list of tags calls an image is what its manifest says, once that is read, and what the list says of a newer one', () => {
  const kindOf = () => opened.catalog.findRepository('acme', 'web')?.kind
  expect(kindOf()).toBe('image')
  opened.writer.putImageFacts(newest, toFacts([], { kind: 'model', sizeBytes: 5 }))
  expect(kindOf()).toBe('model')
  opened.writer.putRepositories([{ ...record, kind: 'chart', shownImage: { tag: '3', digest: 'sha256:3' } }])
  expect(opened.catalog.findRepository('acme', 'web')).toMatchObject({ kind: 'chart', sizeBytes: null })
})

test('when the last image is gone, only the declaration is left', () => {
  opened.writer.putImageFacts(newest, multiPlatform)
  opened.writer.putRepositories([{ ...record, shownImage: null }])
  expect(listPlatforms()).toEqual(['Linux', 'x86-64'])
  expect(listFound(opened, { text: 'aarch64' })).toEqual([])
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toBeNull()
})

test('reading an image is no update of the repository', () => {
  const before = opened.catalog.findRepository('acme', 'web')?.updatedAt
  opened.writer.putImageFacts(newest, multiPlatform)
  expect(opened.catalog.findRepository('acme', 'web')?.updatedAt).toBe(before)
})

test('of an image without a platform nothing is shown, and it is not read again', () => {
  expect(opened.writer.putImageFacts(newest, toFacts([{ os: 'unknown', architecture: 'unknown' }]))).toBe(
    false,
  )
  expect(opened.catalog.findImagePlatforms('acme', 'web')).toBeNull()
  expect(opened.writer.listUnreadImages([ref])).toEqual([])
})

test('an image of a repository that is gone is passed over', () => {
  opened.writer.removeRepositories([ref])
  expect(opened.writer.putImageFacts(newest, multiPlatform)).toBe(false)
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
