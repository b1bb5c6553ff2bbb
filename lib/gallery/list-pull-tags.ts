/** The tags that a repository's pull panel offers, the one to offer first leading, then the newest, with the platforms of the first image. */

import type { Endpoint } from '#lib/config/config.ts'
import type { PlatformDigest } from '#lib/distribution/read-image.ts'
import type { ImageTag } from '#lib/ecr-public/list-image-tags.ts'
import { isAttachmentTag } from '#lib/oci/attachment-tag.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import { getImageFacts } from './get-image-facts.ts'
import type { TaggedImage } from './group-image-tags.ts'
import { getTagSnapshot } from './list-image-tags.ts'

export interface PullTag extends ImageTag {
  /** What the image runs on, as its manifest says; empty where that has not been looked up. */
  platforms: PlatformDigest[]
}

/** A list to choose from should not be longer. */
const maxTags = 100

/**
 * Lists tags of the image to offer first, and of those that were pushed last.
 * @param repository its `uri`, under which it is pulled, and the `endpoint` of its source
 * @throws {EcrPublicError} when the API cannot be read
 */
export async function listPullTags(
  registryAlias: string,
  repositoryName: string,
  { uri, endpoint }: { uri: string; endpoint: Endpoint },
): Promise<PullTag[]> {
  const snapshot = await getTagSnapshot(registryAlias, repositoryName)
  const tags: PullTag[] = []
  let platforms: PlatformDigest[] = []
  const defaultTag = snapshot?.defaultTag ?? null
  const isDefault = ({ keys }: TaggedImage) => keys.some(({ tag }) => tag === defaultTag)
  const images = snapshot?.listImages('newest') ?? []
  const offered = images.find(isDefault)
  for (const { image, keys } of offered ? [offered, ...images.filter((one) => one !== offered)] : images) {
    const names = keys
      .map(({ tag }) => tag)
      .filter((tag) => !isAttachmentTag(tag))
      .toSorted((a, b) => Number(b === defaultTag) - Number(a === defaultTag))
    if (names.length === 0) continue
    const isNewest = tags.length === 0
    if (isNewest) {
      const facts = await getImageFacts({
        registryAlias,
        repositoryName,
        uri,
        endpoint,
        digest: image.digest,
      })
      platforms = facts === null ? [] : toPlatformDigests(facts)
    }
    tags.push(...names.map((tag) => ({ ...image, tag, platforms: isNewest ? platforms : [] })))
    if (tags.length >= maxTags) break
  }
  return tags.slice(0, maxTags)
}

function toPlatformDigests({ platforms }: ImageFacts): PlatformDigest[] {
  return platforms.flatMap(({ platform, digest, key, text }) =>
    platform === null || platform.os === '' || platform.architecture === ''
      ? []
      : [{ ...platform, key, text, digest }],
  )
}
