import { expect, test } from 'vitest'
import { isAttachmentKind } from './artifact-kind.ts'
import { type Attachment, countAttached, isBomPredicate, isProvenancePredicate } from './attachment.ts'
import { toDigest } from './digest.ts'

const attachment = (kind: Attachment['kind'], ...predicates: string[]): Attachment => ({
  kind,
  predicates,
  artifactType: null,
  digest: toDigest('sha256', Buffer.from(kind)),
  sizeBytes: null,
  tag: null,
  annotations: {},
})

test('an attestation counts for each thing that it states', () => {
  const slsa = 'https://slsa.dev/provenance/v1'
  const spdx = 'https://spdx.dev/Document/v2.3'
  expect(isProvenancePredicate(slsa)).toBe(true)
  expect(isBomPredicate('https://cyclonedx.org/bom/v1.6')).toBe(true)
  expect(
    countAttached([
      attachment('signature'),
      attachment('sbom'),
      attachment('attestation', slsa, spdx),
      attachment('attestation', spdx),
      attachment('attestation'),
      attachment('files'),
    ]),
  ).toEqual({ signatures: 1, boms: 3, attestations: 2 })
})

test('what says something about an image is told from what can be used by itself', () => {
  expect((['signature', 'sbom', 'referrers'] as const).every(isAttachmentKind)).toBe(true)
  expect((['image', 'chart', 'files'] as const).some(isAttachmentKind)).toBe(false)
})
