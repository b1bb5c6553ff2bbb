import { expect, test } from 'vitest'
import { isAttachmentKind } from './artifact-kind.ts'
import {
  type Attachment,
  chooseAttachments,
  countAttached,
  isBomPredicate,
  isProvenancePredicate,
} from './attachment.ts'
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

test('of too many the newest of each kind are chosen, in turns; of few all, as they stand', () => {
  const of = (kind: Attachment['kind'], name: string, created?: string): Attachment => ({
    kind,
    predicates: [],
    artifactType: null,
    digest: toDigest('sha256', Buffer.from(name)),
    sizeBytes: null,
    tag: name,
    annotations: created === undefined ? {} : { 'org.opencontainers.image.created': created },
  })
  const scans = Array.from({ length: 20 }, (_, at) =>
    of('attestation', `scan ${at}`, `2026-10-${String(at + 1).padStart(2, '0')}T00:00:00Z`),
  )
  const undated = of('attestation', 'undated')
  const signature = of('signature', 'signature')
  const all = [undated, ...scans, signature]
  const choose = (max: number) => chooseAttachments(all, max).map(({ tag }) => tag)
  expect(choose(4)).toEqual(['scan 19', 'signature', 'scan 18', 'scan 17'])
  expect(choose(21)).not.toContain('undated')
  expect(chooseAttachments(all, all.length)).toEqual(all)
  // Whoever wants to be the newest for good has to wait for that day.
  const future = Array.from({ length: 9 }, (_, at) =>
    of('attestation', `future ${at}`, '2150-02-03T00:00:00Z'),
  )
  const nowMs = Date.parse('2026-11-30T12:00:00Z')
  expect(chooseAttachments([...future, ...all], 4, nowMs)).toEqual(chooseAttachments(all, 4, nowMs))
})
