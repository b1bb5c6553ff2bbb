/**
 * What something in a registry is, from everything that its manifest says: `artifactType`, the media types of its config
 * and layers, and annotations (OCI image specification 1.1.1, "Guidelines for Artifact Usage"). Publishers of artifacts
 * agree on no single one of these, so all are asked, the most telling first. Pure, and linear in what it is given.
 */

import { findAttachmentKind } from './attachment-tag.ts'
import { type ArtifactKind, findKindOfMediaType } from './kind-of-media-type.ts'
import type { IndexEntry, Manifest } from './manifest.ts'
import { isImageConfigMediaType, isIndexMediaType } from './media-types.ts'

export type { ArtifactKind } from './kind-of-media-type.ts'

/** Manifests can name a hundred thousand layers; what the first ones are, the others are as well. */
const maxAsked = 100

/** What says something about an image, and is of no use without it. */
const attachments: ReadonlySet<ArtifactKind> = new Set([
  'signature',
  'attestation',
  'sbom',
  'vex',
  'report',
  'referrers',
])

/** True for what says something about another image. */
export function isAttachmentKind(kind: ArtifactKind): boolean {
  return attachments.has(kind)
}

/**
 * The kind of what a manifest describes.
 * @param manifest an image manifest, or an index, whose kind is that of all its entries where these agree
 * @param tag under which it was found: signers that know no referrers say there what it is
 */
export function toArtifactKind(manifest: Manifest, tag?: string | null): ArtifactKind {
  const known = findAttachmentKind(tag ?? '')
  if (known !== null) return known
  return manifest.kind === 'index' ? toIndexKind(manifest) : toManifestKind(manifest)
}

/**
 * The kind as far as a registry's list of tags tells it.
 * @param artifactMediaType the `artifactType`, or the media type of the config; null for an image or an index
 */
export function toListedKind(artifactMediaType: string | null, tag?: string | null): ArtifactKind {
  const known = findAttachmentKind(tag ?? '')
  if (known !== null) return known
  if (!artifactMediaType || isImageConfigMediaType(artifactMediaType)) return 'image'
  return findKindOfMediaType(artifactMediaType) ?? 'artifact'
}

/** The kind of what an index names, as far as its entry tells it; null where only the manifest itself would. */
export function toEntryKind({ artifactType, mediaType, annotations }: IndexEntry): ArtifactKind | null {
  return (
    toKindOfAnnotations(annotations, artifactType) ??
    findKindOfMediaType(artifactType) ??
    findKindOfMediaType(mediaType) ??
    (artifactType !== null && !isImageConfigMediaType(artifactType) ? 'artifact' : null)
  )
}

function toManifestKind(manifest: Extract<Manifest, { kind: 'image' }>): ArtifactKind {
  const { artifactType, config, layers, annotations } = manifest
  const ofAnnotations = toKindOfAnnotations(annotations, artifactType ?? layers[0]?.mediaType ?? null)
  const stated = [artifactType, config?.mediaType ?? null].map(findKindOfMediaType)
  // A statement in a layer says more than a config that says nothing.
  const ofLayers = layers
    .slice(0, maxAsked)
    .map(
      (layer) =>
        toKindOfAnnotations(layer.annotations, layer.mediaType) ?? findKindOfMediaType(layer.mediaType),
    )
  const candidates = [ofAnnotations, ...stated, ...ofLayers].filter((kind) => kind !== null)
  const telling = candidates.find((kind) => kind !== 'files')
  if (telling !== undefined) return telling
  if (artifactType !== null && !isImageConfigMediaType(artifactType) && stated[0] === null) return 'artifact'
  if (config !== null && isImageConfigMediaType(config.mediaType)) return 'image'
  return candidates.length > 0 ? 'files' : 'artifact'
}

function toIndexKind(index: Extract<Manifest, { kind: 'index' }>): ArtifactKind {
  const { artifactType, annotations, manifests } = index
  const stated = toKindOfAnnotations(annotations, artifactType) ?? findKindOfMediaType(artifactType)
  if (stated !== null) return stated
  const kinds = new Set(
    manifests
      .slice(0, maxAsked)
      .filter((entry) => !isAttestationEntry(entry))
      .map((entry) => toEntryKind(entry) ?? 'image'),
  )
  // Of a cache only its last entry says what it is; the others are layers.
  if (kinds.has('build-cache')) return 'build-cache'
  const [only, ...others] = kinds
  if (only !== undefined && others.length === 0) return only
  return artifactType !== null && !isImageConfigMediaType(artifactType) ? 'artifact' : 'image'
}

/**
 * True for what a builder puts into an index to say how an image in it was made: BuildKit marks it, and gives it no platform.
 */
export function isAttestationEntry({ annotations, platform, mediaType }: IndexEntry): boolean {
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (platform?.os === 'unknown' && platform.architecture === 'unknown' && !isIndexMediaType(mediaType))
  )
}

/** @param mediaType of what the annotations stand at */
function toKindOfAnnotations(
  annotations: Record<string, string>,
  mediaType: string | null,
): ArtifactKind | null {
  if (annotations['vnd.docker.reference.type'] === 'attestation-manifest') return 'attestation'
  if (annotations['com.github.package.type'] === 'homebrew_bottle') return 'package'
  if (annotations['dev.tekton.image.kind'] !== undefined) return 'tekton-bundle'
  // A Sigstore bundle holds a signature, or an attestation of any kind.
  const predicate = annotations['dev.sigstore.bundle.predicateType'] ?? annotations.predicateType
  if (predicate !== undefined && mediaType?.toLowerCase().includes('sigstore')) {
    return predicate.startsWith('https://sigstore.dev/cosign/sign/') ? 'signature' : 'attestation'
  }
  if (annotations['dev.sigstore.bundle.content'] === 'dsse-envelope') return 'attestation'
  return null
}
