/**
 * Something that says something about an image: a signature, a bill of materials, an attestation of how it was built. It
 * stands beside the image as a referrer, under a tag made from its digest, or in its index (BuildKit). Pure.
 */
import { type ArtifactKind, isAttestationEntry, toArtifactKind, toEntryKind } from './artifact-kind.ts'
import { findAttachmentKind } from './attachment-tag.ts'
import { toBuildTime } from './build-time.ts'
import { compareText } from './compare-natural.ts'
import type { Digest } from './digest.ts'
import type { AttachedCounts } from './image-facts.ts'
import type { IndexEntry, Manifest } from './manifest.ts'
import { toPastTime } from './past-time.ts'

export interface Attachment {
  kind: ArtifactKind
  /** What it states, as URIs of in-toto predicates; empty where only its content would tell. */
  predicates: string[]
  artifactType: string | null
  digest: Digest
  sizeBytes: number | null
  /** The tag it is kept under, by signers that know no referrers. */
  tag: string | null
  annotations: Record<string, string>
}

const maxPredicates = 20

/** Where a statement's predicate is named: by cosign in bundles, by cosign at layers, and by BuildKit. */
const predicateNames = ['dev.sigstore.bundle.predicateType', 'predicateType', 'in-toto.io/predicate-type']

/** What an index lists as referring to an image, or keeps beside it. */
export function toAttachment(entry: IndexEntry): Attachment {
  const { artifactType, digest, sizeBytes, annotations } = entry
  return {
    kind: isAttestationEntry(entry) ? 'attestation' : (toEntryKind(entry) ?? 'artifact'),
    predicates: listPredicates([annotations]),
    artifactType,
    digest,
    sizeBytes,
    tag: null,
    annotations,
  }
}

/** The attachment with what its own manifest adds to what was known. */
export function addManifest(attachment: Attachment, manifest: Manifest): Attachment {
  const layers = manifest.kind === 'image' ? manifest.layers.slice(0, maxPredicates) : []
  const found = listPredicates([manifest.annotations, ...layers.map(({ annotations }) => annotations)])
  const stated = toArtifactKind(manifest, attachment.tag)
  // A client that writes no type into the list of referrers writes one into the manifest.
  const isVague = attachment.kind === 'artifact' || attachment.kind === 'files'
  return {
    ...attachment,
    kind: isVague ? stated : attachment.kind,
    predicates: [...new Set([...attachment.predicates, ...found])],
  }
}

/** What is kept under a tag that is made from an image's digest. */
export function toTaggedAttachment(tag: string, digest: Digest, sizeBytes: number | null): Attachment {
  const kind = findAttachmentKind(tag) ?? 'artifact'
  return { kind, predicates: [], artifactType: null, digest, sizeBytes, tag, annotations: {} }
}

/**
 * So many of them, where all are too many: of each kind the newest, in turns. Registries list them by their digests, so that the first ones are no
 * better than others, and who scans each day leaves hundreds.
 */
export function chooseAttachments(
  attachments: readonly Attachment[],
  max: number,
  nowMs = Date.now(),
): Attachment[] {
  if (attachments.length <= max) return [...attachments]
  const kinds = Map.groupBy(attachments, ({ kind, artifactType, predicates }) =>
    JSON.stringify([kind, artifactType, predicates]),
  )
  const turns = [...kinds.values()].flatMap((some) =>
    some
      .toSorted((a, b) => compareText(readCreated(b, nowMs), readCreated(a, nowMs)))
      .map((attachment, turn) => ({ attachment, turn })),
  )
  return turns
    .sort((a, b) => a.turn - b.turn)
    .slice(0, max)
    .map(({ attachment }) => attachment)
}

/** As its list says it; empty for what says nothing, or a day to come. */
function readCreated({ annotations }: Attachment, nowMs: number): string {
  const stated = toBuildTime(
    annotations['org.opencontainers.image.created'] ??
      annotations['org.opencontainers.artifact.created'] ??
      '',
  )
  return toPastTime(stated, nowMs) ?? ''
}

/** True for what can be verified, where somebody has signed it. */
export function mayBeProved({ kind }: Attachment): boolean {
  return kind === 'signature' || kind === 'attestation'
}

/** How many there are of each; what states several things counts for each of them. */
export function countAttached(attachments: readonly Attachment[]): AttachedCounts {
  const count = (test: (one: Attachment) => boolean) => attachments.filter(test).length
  return {
    signatures: count(({ kind }) => kind === 'signature'),
    boms: count(({ kind, predicates }) => kind === 'sbom' || predicates.some(isBomPredicate)),
    attestations: count(
      ({ kind, predicates }) =>
        kind === 'attestation' && !(predicates.length > 0 && predicates.every(isBomPredicate)),
    ),
  }
}

/** True for the predicate of a bill of materials (SPDX or CycloneDX). */
export function isBomPredicate(predicate: string): boolean {
  const text = predicate.toLowerCase()
  return text.includes('spdx.dev/') || text.includes('cyclonedx.org/')
}

/** True for the predicate of how something was built (SLSA). */
export function isProvenancePredicate(predicate: string): boolean {
  return predicate.toLowerCase().includes('slsa.dev/provenance')
}

/** True for the predicate of a scan for vulnerabilities (in-toto, cosign). */
export function isScanPredicate(predicate: string): boolean {
  const text = predicate.toLowerCase()
  return text.includes('in-toto.io/attestation/vulns') || text.includes('/vuln/')
}

function listPredicates(annotations: readonly Record<string, string>[]): string[] {
  const found = annotations.flatMap((one) => predicateNames.flatMap((name) => one[name] ?? []))
  return [...new Set(found)].slice(0, maxPredicates).map((text) => text.slice(0, 255))
}
