/** Everything that the page of one image shows: from the API what its tags say, from the registry what it is. */
import { DistributionError, type DistributionErrorKind } from '#lib/distribution/distribution-error.ts'
import { listAttachments } from '#lib/distribution/list-attachments.ts'
import { type ReadImage, readImage } from '#lib/distribution/read-image.ts'
import type { RegistryClient } from '#lib/distribution/registry-client.ts'
import { describeKind } from '#lib/oci/artifact-kind.ts'
import type { Attachment } from '#lib/oci/attachment.ts'
import { listAttachmentTags } from '#lib/oci/attachment-tag.ts'
import { isDigest } from '#lib/oci/digest.ts'
import { isIndexMediaType } from '#lib/oci/media-types.ts'
import { getRepositoryPage, type RepositoryPage } from './get-repository-page.ts'
import type { ImageReference } from './image-reference.ts'
import { findTaggedImages } from './list-image-tags.ts'
import { getLog } from './log.ts'
import { getRegistryClient } from './registry-instance.ts'
import type { TagRow } from './select-tags.ts'

/** Something that refers to an image. */
export interface Referrer extends Attachment {
  /** In words: "Signature", "Bill of materials", "Attestation", … */
  type: string
}

export interface ImagePage {
  repository: RepositoryPage
  image: ReadImage
  type: string
  /** The media type of its config, or its `artifactType`; null for an index of images. */
  artifactMediaType: string | null
  /** What the tags of the repository say about the image; null when none names it. */
  tagged: TagRow | null
  /** Null when they cannot be read. */
  referrers: Referrer[] | null
}

export type ImagePageResult =
  | { kind: 'found'; page: ImagePage }
  | { kind: 'no-repository' }
  /** `platform`: there is the image, but not for this one. */
  | { kind: 'missing'; repository: RepositoryPage; what: 'image' | 'platform' }
  | { kind: 'unreadable'; repository: RepositoryPage; reason: DistributionErrorKind }

/** Trouble that goes away by itself. */
const passing = new Set<DistributionErrorKind>(['unreachable', 'server', 'throttled'])

/**
 * Reads an image, found by any alias of the registry.
 * @throws {EcrPublicError} when the API cannot be read
 * @throws {DistributionError} when the registry cannot be read at the moment
 */
export async function getImagePage(
  registryAlias: string,
  repositoryName: string,
  reference: ImageReference,
): Promise<ImagePageResult> {
  const repository = await getRepositoryPage(registryAlias, repositoryName)
  if (repository === null) return { kind: 'no-repository' }
  const { client, name } = getRegistryClient(repository.uri, repository.endpoint)
  try {
    const image = await readImage(client, name, {
      reference: reference.digest ?? reference.tag,
      platform: reference.platform,
    })
    if (image === null) return { kind: 'missing', repository, what: 'platform' }
    const [tags, referrers] = await Promise.all([
      findTaggedImages(registryAlias, repositoryName, [image.digest]),
      listAllReferrers(client, name, { registryAlias, repositoryName }, image),
    ])
    const { manifest, kind, artifactMediaType } = image
    const isIndex = kind === 'image' && isIndexMediaType(manifest.mediaType)
    const type = isIndex ? 'Multi-platform image' : describeKind(kind)
    const tagged = tags.get(image.digest) ?? null
    return { kind: 'found', page: { repository, image, type, artifactMediaType, tagged, referrers } }
  } catch (error) {
    if (!(error instanceof DistributionError)) throw error
    if (error.kind === 'not-found') return { kind: 'missing', repository, what: 'image' }
    getLog().warn({ err: error }, 'An image could not be read.')
    // A page that was made before is better than one that says so, and this one must not be kept.
    if (passing.has(error.kind)) throw error
    return { kind: 'unreadable', repository, reason: error.kind }
  }
}

/** Those of the image, and of the one that is chosen from an index. */
async function listAllReferrers(
  client: RegistryClient,
  name: string,
  { registryAlias, repositoryName }: { registryAlias: string; repositoryName: string },
  image: ReadImage,
): Promise<Referrer[] | null> {
  const digests = [...new Set([image.digest, image.chosen?.digest ?? image.digest])].filter(isDigest)
  try {
    const tagged = await findTaggedImages(registryAlias, repositoryName, digests.flatMap(listAttachmentTags))
    const beside = image.attestations.filter(
      ({ annotations }) => annotations['vnd.docker.reference.digest'] === image.chosen?.digest,
    )
    const found = await listAttachments(client, name, {
      digests,
      beside,
      tagged: new Map([...tagged].map(([tag, { digest }]) => [tag, digest])),
    })
    return found.map((one) => ({ ...one, type: describeKind(one.kind) }))
  } catch (error) {
    if (!(error instanceof DistributionError)) throw error
    getLog().warn({ err: error }, 'What refers to an image could not be read.')
    return null
  }
}
