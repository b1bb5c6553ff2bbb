/** Removes what one image id of BatchDeleteImage names: a tag, which takes the image along when it is the last one, or an image. */
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { isTag } from '#lib/oci/tag.ts'
import { ImageError } from '#registry/domain/images/image-error.ts'
import { removeImage } from '#registry/domain/images/remove-image.ts'
import type { Writes } from '#registry/store/verbs.ts'

export interface ImageIdentifier {
  imageDigest?: string | undefined
  imageTag?: string | undefined
}

export interface ImageFailure {
  failureCode: keyof typeof reasons | 'ImageReferencedByManifestList'
  failureReason: string
}

const reasons = {
  MissingDigestAndTag: 'Both the image digest and the image tag are missing.',
  InvalidImageDigest:
    'An image digest must be sha256: or sha512: and as many hexadecimal digits in lower case.',
  InvalidImageTag:
    'An image tag must have 1 to 128 letters, digits, underscores, dots and dashes, and must not begin with a dot or a dash.',
  ImageNotFound: 'Requested image not found',
  ImageTagDoesNotMatchDigest: 'The image tag does not point to the image digest.',
} as const

/** What went, each tag of it by itself; or why nothing did. */
export async function removeNamedImage(
  tx: Pick<Writes, 'tags' | 'images' | 'references'>,
  repositoryId: number,
  { imageDigest, imageTag }: ImageIdentifier,
  at: string,
): Promise<{ removed: ImageIdentifier[] } | ImageFailure> {
  if (imageDigest === undefined && imageTag === undefined) return toFailure('MissingDigestAndTag')
  if (imageDigest !== undefined && !isDigest(imageDigest)) return toFailure('InvalidImageDigest')
  if (imageTag !== undefined && !isTag(imageTag)) return toFailure('InvalidImageTag')
  const digest = imageTag === undefined ? imageDigest : await tx.tags.getDigest(repositoryId, imageTag)
  const image = digest ? await tx.images.get(repositoryId, digest) : null
  if (image === null || !isDigest(image.digest)) return toFailure('ImageNotFound')
  if (imageDigest !== undefined && image.digest !== imageDigest) {
    return toFailure('ImageTagDoesNotMatchDigest')
  }
  if (imageTag !== undefined && image.tags.length > 1) {
    await tx.tags.delete(repositoryId, imageTag, at)
    return { removed: [{ imageDigest: image.digest, imageTag }] }
  }
  return removeWhole(tx, repositoryId, { imageDigest: image.digest, tags: image.tags, at })
}

async function removeWhole(
  tx: Pick<Writes, 'tags' | 'images' | 'references'>,
  repositoryId: number,
  { imageDigest, tags, at }: { imageDigest: Digest; tags: readonly string[]; at: string },
): Promise<{ removed: ImageIdentifier[] } | ImageFailure> {
  try {
    await removeImage(tx, repositoryId, imageDigest, at)
  } catch (error) {
    // It is found out before anything is written, so that the rest of the batch can go on.
    if (!(error instanceof ImageError)) throw error
    return { failureCode: 'ImageReferencedByManifestList', failureReason: error.message }
  }
  if (tags.length === 0) return { removed: [{ imageDigest }] }
  return { removed: tags.map((imageTag) => ({ imageDigest, imageTag })) }
}

function toFailure(failureCode: keyof typeof reasons): ImageFailure {
  return { failureCode, failureReason: reasons[failureCode] }
}
