/**
 * Takes a manifest into a repository, as PUT of the distribution API and PutImage both do. Only when everything that it
 * names is there already (distribution specification 1.1.1, "Pushing Manifests"); a subject may come later.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { OCI_EMPTY } from '#lib/oci/media-types.ts'
import { StoreReferenceError } from '#registry/store/store-error.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { checkReferences, toDeclaredBytes } from './check-references.ts'
import type { ImageWork } from './image-work.ts'
import { listReferences } from './list-references.ts'
import { requireStoredRepository, toGone } from './require-stored-repository.ts'

export interface AcceptedImage {
  /** False when the repository had the manifest already. */
  isNew: boolean
  /** Those of the tags that did not point to it before. */
  movedTags: string[]
}

/**
 * Stores the manifest and points the tags at it, in the caller's transaction.
 * @throws {ImageError} blobs-missing, images-missing, wrong-size, wrong-media-type, limit-exceeded or repository-gone
 */
export async function acceptImage(
  { images }: { images: Pick<ImageWork, 'quota'> },
  tx: Pick<Writes, 'repositories' | 'images' | 'tags' | 'references' | 'quotas'>,
  repositoryId: number,
  image: { manifest: Manifest; content: Uint8Array; digest: Digest; tags: readonly string[]; at: string },
): Promise<AcceptedImage> {
  const { manifest, content, digest, tags, at } = image
  const references = listReferences(manifest)
  const declaredBytes = toDeclaredBytes(manifest)
  // What it says of its blobs is so, or all is undone: the check is on its way together with what it is about.
  const checking =
    declaredBytes === null
      ? checkInRepository(tx, repositoryId, manifest, references.length > 0)
      : checkReferences(tx, repositoryId, manifest)
  const sizeBytes = declaredBytes ?? (await checking)
  const config = manifest.kind === 'image' ? manifest.config : null
  const putting = tx.images.put(
    repositoryId,
    {
      digest,
      content,
      mediaType: manifest.mediaType,
      artifactMediaType: toArtifactMediaType(manifest),
      artifactType: manifest.artifactType ?? config?.mediaType ?? null,
      annotations: manifest.annotations,
      subject: manifest.subject?.digest ?? null,
      sizeBytes,
      references,
    },
    at,
  )
  // Behind it in the same transaction, as they were called in this order.
  const tagging = putTags(tx, repositoryId, { tags, digest, at })
  // Nothing is still being asked of a transaction that has failed when it is undone.
  const [, put] = await Promise.allSettled([checking, putting, tagging])
  // An image belongs to nothing but its repository: where that is gone, it explains what else was missing.
  if (put.status === 'rejected' && put.reason instanceof StoreReferenceError) throw toGone()
  const [, isNew, areMoved] = await Promise.all([checking, putting, tagging])
  if (isNew) await images.quota.checkImages(tx, repositoryId)
  const movedTags = tags.filter((_, index) => areMoved[index])
  if (movedTags.length > 0) await images.quota.checkTags(tx, repositoryId, { digest, isNew }, movedTags)
  return { isNew, movedTags }
}

/** What was found in a repository says that it is there, so that only a manifest of which nothing was found has it asked for. */
async function checkInRepository(
  tx: Pick<Writes, 'repositories' | 'images' | 'references'>,
  repositoryId: number,
  manifest: Manifest,
  hasReferences: boolean,
): Promise<number> {
  if (!hasReferences) await requireStoredRepository(tx, repositoryId)
  try {
    return await checkReferences(tx, repositoryId, manifest)
  } catch (error) {
    await requireStoredRepository(tx, repositoryId)
    throw error
  }
}

function putTags(
  tx: Pick<Writes, 'tags'>,
  repositoryId: number,
  { tags, digest, at }: { tags: readonly string[]; digest: Digest; at: string },
): Promise<boolean[]> {
  return Promise.all(tags.map((tag) => tx.tags.put(repositoryId, { tag, digest, at })))
}

/** What an image is to a list of images: the empty config says nothing about it, and its `artifactType` does. */
function toArtifactMediaType(manifest: Manifest): string | null {
  const config = manifest.kind === 'image' ? manifest.config : null
  return config === null || (config.mediaType === OCI_EMPTY && manifest.artifactType !== null)
    ? manifest.artifactType
    : config.mediaType
}
