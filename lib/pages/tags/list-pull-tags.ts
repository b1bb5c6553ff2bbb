/** The tags that a repository's pull panel offers, the one to offer first leading, then the newest, with the facts of the first. */
import type { Endpoint } from '#lib/config/config.ts'
import { type ArtifactKind, toListedKind } from '#lib/oci/artifact-kind.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { toRepositoryUri } from '../get-image-hosts.ts'
import { shortenCacheLife } from '../keep-page.ts'
import { getImageFacts } from './get-image-facts.ts'
import type { TaggedImage } from './group-image-tags.ts'
import { getTagSnapshot } from './list-image-tags.ts'

export interface PullTag {
  tag: string
  digest: string
  kind: ArtifactKind
  /** Compressed; null where the API gives none. */
  sizeBytes: number | null
  /** ISO 8601; null where the API gives none. */
  pushedAt: string | null
}

export interface PullTags {
  tags: PullTag[]
  /** Of the first tag; null where there is none, and where they cannot be read in time. */
  facts: ImageFacts | null
}

/** A list to choose from should not be longer. */
const maxTags = 100
const maxPlatforms = 100

/**
 * Lists tags of the image to offer first, and of those that were pushed last.
 * @param repository its `uri`, under which it is pulled, and the `endpoint` of its source
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function listPullTags(
  registryAlias: string,
  repositoryName: string,
  { uri, endpoint }: { uri: string; endpoint: Endpoint },
): Promise<PullTags> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  const defaultTag = snapshot?.defaultTag ?? null
  const isDefault = ({ keys }: TaggedImage) => keys.some(({ tag }) => tag === defaultTag)
  const images = snapshot?.listImages('newest') ?? []
  const offered = images.find(isDefault)
  const tags: PullTag[] = []
  for (const { image, keys } of offered ? [offered, ...images.filter((one) => one !== offered)] : images) {
    const names = keys
      .map(({ tag }) => tag)
      .filter((tag) => !isAttachmentTag(tag))
      .toSorted((a, b) => Number(b === defaultTag) - Number(a === defaultTag))
    const { digest, sizeBytes, pushedAt, artifactMediaType } = image
    for (const tag of names) {
      const kind = toListedKind(artifactMediaType, tag)
      tags.push({ tag, digest, kind, sizeBytes, pushedAt })
    }
    if (tags.length >= maxTags) break
  }
  const digest = tags[0]?.digest
  if (digest === undefined) return { tags, facts: null }
  const facts = await getImageFacts({ registryAlias, repositoryName, uri, endpoint, digest })
  if (facts?.signature?.state === 'under-way') await shortenCacheLife()
  return { tags: tags.slice(0, maxTags), facts: facts && toShownFacts(facts) }
}

/**
 * The facts of an image that a tag of the repository names.
 * @returns null when there is no such repository or image, and when its facts cannot be read in time
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function getTaggedImageFacts(
  registryAlias: string,
  repositoryName: string,
  digest: string,
): Promise<ImageFacts | null> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  if (!snapshot?.listImages('newest').some(({ image }) => image.digest === digest)) return null
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  const facts = await getImageFacts({
    registryAlias,
    repositoryName,
    uri: toRepositoryUri(summary),
    endpoint: getSourceOf(summary.registryId).endpoint,
    digest,
  })
  return facts && toShownFacts(facts)
}

/** An index can name thousands; nobody chooses from so many. */
function toShownFacts(facts: ImageFacts): ImageFacts {
  return { ...facts, platforms: facts.platforms.slice(0, maxPlatforms) }
}
