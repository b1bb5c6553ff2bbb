/** The tags that a repository's pull panel offers, the newest first, with the platforms of the newest image. */

import type { Endpoint } from '#lib/config/config.ts'
import { DistributionError } from '#lib/distribution/distribution-error.ts'
import { listPlatforms, type PlatformDigest } from '#lib/distribution/read-image.ts'
import type { ImageTag } from '#lib/ecr-public/list-image-tags.ts'
import { isAttachmentTag } from '#lib/oci/describe-image-type.ts'
import { getTagSnapshot } from './list-image-tags.ts'
import { getLog } from './log.ts'
import { getRegistryClient } from './registry-instance.ts'

export interface PullTag extends ImageTag {
  /** What the image runs on, as its manifest says; empty where that has not been looked up. */
  platforms: PlatformDigest[]
}

/** A list to choose from should not be longer. */
const maxTags = 100

/**
 * Lists tags of images that were pushed last, those that say most first.
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
  for (const { image, keys } of snapshot?.listImages('newest') ?? []) {
    const names = keys.map(({ tag }) => tag).filter((tag) => !isAttachmentTag(tag))
    if (names.length === 0) continue
    const isNewest = tags.length === 0
    if (isNewest) platforms = await readPlatforms({ uri, endpoint }, image.digest)
    tags.push(...names.map((tag) => ({ ...image, tag, platforms: isNewest ? platforms : [] })))
    if (tags.length >= maxTags) break
  }
  return tags.slice(0, maxTags)
}

/** The page has enough to show without them. */
async function readPlatforms(
  { uri, endpoint }: { uri: string; endpoint: Endpoint },
  digest: string,
): Promise<PlatformDigest[]> {
  const { client, name } = getRegistryClient(uri, endpoint)
  try {
    return await listPlatforms(client, name, digest)
  } catch (error) {
    if (!(error instanceof DistributionError)) throw error
    getLog().debug({ err: error }, 'The platforms of an image could not be read.')
    return []
  }
}
