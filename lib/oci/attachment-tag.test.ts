import { expect, test } from 'vitest'
import {
  findAttachmentKind,
  findAttachmentSubject,
  isAttachmentTag,
  listAttachmentTags,
} from './attachment-tag.ts'

const hex = 'a'.repeat(64)

test.each([
  [`sha256-${hex}`, 'referrers'],
  [`sha256-${hex}.sig`, 'signature'],
  [`sha256-${hex}.att`, 'attestation'],
  [`sha256-${hex}.sbom`, 'sbom'],
  [`sha256-${hex}.vex`, 'artifact'],
])('a tag made from a digest, %s, is no version, and says of which image it speaks', (tag, kind) => {
  expect(isAttachmentTag(tag)).toBe(true)
  expect(findAttachmentKind(tag)).toBe(kind)
  expect(findAttachmentSubject(tag)).toBe(`sha256:${hex}`)
})

test('the tag for a digest of SHA-512 is cut off, so that it names no digest', () => {
  const tag = `sha512-${'b'.repeat(128)}`.slice(0, 128)
  expect(isAttachmentTag(tag)).toBe(true)
  expect(findAttachmentSubject(tag)).toBeNull()
})

test.each([
  'latest',
  'sha-1234567',
  `sha256-${'a'.repeat(63)}`,
  `sha256-${'A'.repeat(64)}`,
  'sha256-abc.sig',
])('%s is a version like any other', (tag) => {
  expect(isAttachmentTag(tag)).toBe(false)
  expect(findAttachmentKind(tag)).toBeNull()
  expect(findAttachmentSubject(tag)).toBeNull()
})

test('the tags that cosign makes are asked for by digest', () => {
  expect(listAttachmentTags(`sha256:${hex}`)).toEqual([
    `sha256-${hex}.sig`,
    `sha256-${hex}.att`,
    `sha256-${hex}.sbom`,
  ])
})
