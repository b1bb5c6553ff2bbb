/**
 * Takes a manifest into a repository, as PUT of the distribution API and PutImage both do. Only when everything that it
 * names is there already (distribution specification 1.1.1, "Pushing Manifests"); a subject may come later.
 */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { isNondistributable } from '#lib/oci/media-types.ts'
import type { Service } from '#registry/service.ts'
import { listImageSizes, listLinkedBlobs } from '#registry/store/image/list-references.ts'
import { type ImageReference, putImage, putImageTag } from '#registry/store/image/put-image.ts'
import type { Database } from '#registry/store/schema.ts'
import { ImageError } from './image-error.ts'
import { requireStoredRepository } from './require-stored-repository.ts'

/** More than any real manifest names, and few enough to be looked up in one query. */
const maxReferences = 10_000

/** How many missing digests are named in the answer. */
const namedDigests = 10

export interface AcceptedImage {
  /** False when the repository had the manifest already. */
  isNew: boolean
  /** Those of the tags that did not point to it before. */
  movedTags: string[]
}

/**
 * Stores the manifest and points the tags at it, in the caller's transaction.
 * @throws {ImageError} blobs-missing, images-missing, too-many-references, limit-exceeded or repository-gone
 */
export async function acceptImage(
  { images }: Service,
  tx: Kysely<Database>,
  repositoryId: number,
  image: { manifest: Manifest; content: Uint8Array; digest: Digest; tags: readonly string[]; at: string },
): Promise<AcceptedImage> {
  const { manifest, content, digest, tags, at } = image
  await requireStoredRepository(tx, repositoryId)
  const references = listReferences(manifest)
  const sizeBytes = await checkReferences(tx, repositoryId, manifest, references)
  const config = manifest.kind === 'image' ? manifest.config : null
  const isNew = await putImage(
    tx,
    repositoryId,
    {
      digest,
      content,
      mediaType: manifest.mediaType,
      artifactMediaType: config?.mediaType ?? manifest.artifactType,
      artifactType: manifest.artifactType ?? config?.mediaType ?? null,
      annotations: manifest.annotations,
      subject: manifest.subject?.digest ?? null,
      sizeBytes,
      references,
    },
    at,
  )
  if (isNew) await images.quota.checkImages(tx, repositoryId)
  const movedTags: string[] = []
  for (const tag of tags) {
    if (await putImageTag(tx, repositoryId, { tag, digest, at })) movedTags.push(tag)
  }
  if (movedTags.length > 0) await images.quota.checkTags(tx, repositoryId, digest, movedTags)
  return { isNew, movedTags }
}

/** What must be in the repository: not layers that may not be distributed, or are to be had elsewhere. */
export function listReferences(manifest: Manifest): ImageReference[] {
  if (manifest.kind === 'index') {
    return manifest.manifests.map(({ digest, mediaType }) => ({ digest, mediaType, kind: 'image' }))
  }
  return [...(manifest.config ? [manifest.config] : []), ...manifest.layers]
    .filter(({ mediaType, urls }) => urls.length === 0 && !isNondistributable(mediaType))
    .map(({ digest, mediaType }) => ({ digest, mediaType, kind: 'blob' }))
}

/** The size of the image, once all that it names has been found. */
async function checkReferences(
  tx: Kysely<Database>,
  repositoryId: number,
  manifest: Manifest,
  references: readonly ImageReference[],
): Promise<number> {
  if (references.length > maxReferences) {
    throw new ImageError('too-many-references', `The manifest names more than ${maxReferences} others.`)
  }
  const digests = references.map(({ digest }) => digest)
  if (manifest.kind === 'index') {
    const sizes = await listImageSizes(tx, repositoryId, digests)
    refuseMissing('images-missing', digests, sizes)
    return Math.max(0, ...sizes.values())
  }
  refuseMissing('blobs-missing', digests, await listLinkedBlobs(tx, repositoryId, digests))
  const sizes = new Map<Digest, number>()
  for (const { digest, sizeBytes } of [...(manifest.config ? [manifest.config] : []), ...manifest.layers]) {
    sizes.set(digest, sizeBytes)
  }
  return [...sizes.values()].reduce((total, size) => Math.min(total + size, Number.MAX_SAFE_INTEGER), 0)
}

function refuseMissing(
  code: 'blobs-missing' | 'images-missing',
  wanted: readonly Digest[],
  found: { has(digest: Digest): boolean },
): void {
  const missing = wanted.filter((digest) => !found.has(digest))
  if (missing.length === 0) return
  const what = code === 'blobs-missing' ? 'layers' : 'images'
  const named = missing.slice(0, namedDigests).join(', ')
  throw new ImageError(code, `The repository does not have these ${what} of the manifest: ${named}`)
}
