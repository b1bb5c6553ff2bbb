import type { z } from 'zod'
import type { TaggedImage } from '#lib/pages/tags/group-image-tags.ts'
import { getTagSnapshot } from '#lib/pages/tags/list-image-tags.ts'
import type { tagsRequest } from './catalog-data-shapes.ts'
import { toNotFound } from './get-repository.ts'
import { createHeldLists, type HeldLists } from './held-lists.ts'

interface TagDetail {
  imageTag: string
  createdAt?: string
  imageDetail: {
    imageDigest: string
    imageSizeInBytes?: number
    imagePushedAt?: string
    imageManifestMediaType?: string
    artifactMediaType?: string
  }
}

const key = Symbol.for('public-gallery.held-tags')

/** Of one list; more would not fit into what is held for all. */
const heldAtOnce = 10_000

/** `describeImageTags`: the tags of a repository, those that were pushed last first; times are ISO 8601, sizes compressed bytes. */
export async function describeImageTags({
  registryAliasName,
  repositoryName,
  maxResults,
  nextToken,
}: z.output<typeof tagsRequest>) {
  const question = [registryAliasName, repositoryName]
  const page = { count: maxResults, nextToken: nextToken ?? undefined }
  const { items, nextToken: next } = await getHeldTags().read(question, page, async (from) => {
    const snapshot = await getTagSnapshot(registryAliasName, repositoryName)
    if (snapshot === null) throw toNotFound(registryAliasName, repositoryName)
    const details = snapshot.listImages('newest').flatMap(toDetails)
    return { from, items: details.slice(from, from + heldAtOnce), totalResults: details.length }
  })
  return { imageTagDetails: items, ...(next === undefined ? {} : { nextToken: next }) }
}

function toDetails({ image, keys }: TaggedImage): TagDetail[] {
  const imageDetail = {
    imageDigest: image.digest,
    ...(image.sizeBytes === null ? {} : { imageSizeInBytes: image.sizeBytes }),
    ...(image.pushedAt === null ? {} : { imagePushedAt: image.pushedAt }),
    ...(image.mediaType === null ? {} : { imageManifestMediaType: image.mediaType }),
    ...(image.artifactMediaType === null ? {} : { artifactMediaType: image.artifactMediaType }),
  }
  return keys.map(({ tag }) => ({
    imageTag: tag,
    ...(image.pushedAt === null ? {} : { createdAt: image.pushedAt }),
    imageDetail,
  }))
}

/** One for all copies of this module. */
function getHeldTags(): HeldLists<TagDetail> {
  const holder = globalThis as { [key]?: HeldLists<TagDetail> }
  holder[key] ??= createHeldLists<TagDetail>({ maxBytes: 16_000_000, toBytes: () => 600, lifeMs: 600_000 })
  return holder[key]
}
