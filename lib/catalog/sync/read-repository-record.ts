/** Reads from the API what the index keeps of one repository. */

import { toListedKind } from '#lib/oci/artifact-kind.ts'
import { chooseDefaultTag } from '#lib/oci/choose-default-tag.ts'
import { compareText } from '#lib/oci/compare-natural.ts'
import { compareByMeaning, toTagKey } from '#lib/oci/compare-tags.ts'
import type { EcrPublic } from '#lib/sources/ecr-public/call-api.ts'
import { getPublisherTags } from '#lib/sources/ecr-public/get-publisher-tags.ts'
import { getRepositoryCatalogData } from '#lib/sources/ecr-public/get-repository-catalog-data.ts'
import { type ImageTag, listImageTags } from '#lib/sources/ecr-public/list-image-tags.ts'
import { createPageGuard } from '#lib/sources/ecr-public/page-guard.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import type { RepositoryRecord } from '../store/catalog-writer.ts'

/** The API gives tags in no documented order, so all are read to find the newest; of a repository with more, these. */
const maxTagsRead = 10_000

/** The newest ones, which can be searched for. */
const maxTagsKept = 1_000

const tagsPerCall = 1_000

/**
 * Reads the catalogue data and the tags; the one to offer first is chosen here.
 * @param changedAt when the change feed says that it changed (ISO 8601); null when there is none
 * @returns null when the repository is gone
 * @throws {EcrPublicError}
 */
export async function readRepositoryRecord(
  api: EcrPublic,
  repository: EcrPublicRepository,
  changedAt: string | null,
): Promise<RepositoryRecord | null> {
  const [catalogData, found, { defaultTag, lifecycle }] = await Promise.all([
    getRepositoryCatalogData(api, repository),
    readTags(api, repository),
    getPublisherTags(api, repository),
  ])
  if (found === null) return null
  const tags = sortNewestFirst(found)
  const offered = chooseDefaultTag(tags, defaultTag) ?? tags[0] ?? null
  return {
    registryId: repository.registryId,
    repositoryName: repository.repositoryName,
    description: catalogData?.description ?? '',
    aboutText: catalogData?.aboutText ?? '',
    usageText: catalogData?.usageText ?? '',
    operatingSystems: catalogData?.operatingSystems ?? [],
    architectures: catalogData?.architectures ?? [],
    logoUrl: catalogData?.logoUrl ?? null,
    createdAt: repository.createdAt,
    newestTag: offered && { tag: offered.tag, pushedAt: tags[0]?.pushedAt ?? null },
    shownImage: offered && { tag: offered.tag, digest: offered.digest },
    tags: tags.slice(0, maxTagsKept).map(({ tag, digest }) => ({ tag, digest })),
    kind: offered === null ? 'empty' : toListedKind(offered.artifactMediaType, offered.tag),
    lifecycle,
    changedAt,
  }
}

/** How often tags are read of which some come twice, the first time included. */
const maxPasses = 5

/**
 * Each tag once; null when the repository is gone. Where one comes twice, pages have shifted or were repeated, and another
 * tag may have been missed: the tags are then read again, and all that were seen count.
 */
async function readTags(api: EcrPublic, repository: EcrPublicRepository): Promise<ImageTag[] | null> {
  const tags = new Map<string, ImageTag>()
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const given = await readTagPages(api, repository)
    if (given === null) return null
    const names = new Set(given.map(({ tag }) => tag))
    for (const tag of given) tags.set(tag.tag, tag)
    if (names.size === given.length) break
  }
  return [...tags.values()]
}

async function readTagPages(api: EcrPublic, repository: EcrPublicRepository): Promise<ImageTag[] | null> {
  const tags: ImageTag[] = []
  const guard = createPageGuard('DescribeImageTags')
  let nextToken: string | undefined
  do {
    const page = await listImageTags(api, repository, { maxResults: tagsPerCall, nextToken })
    if (page === null) return null
    tags.push(...page.tags)
    nextToken = page.nextToken ?? undefined
    guard.check(nextToken)
  } while (nextToken !== undefined && tags.length < maxTagsRead)
  return tags
}

/** Those pushed last first; of several that name one image, the one that says most. */
function sortNewestFirst(tags: readonly ImageTag[]): ImageTag[] {
  return tags
    .map((image) => ({ image, key: toTagKey(image.tag) }))
    .sort(
      (a, b) => compareText(b.image.pushedAt ?? '', a.image.pushedAt ?? '') || compareByMeaning(a.key, b.key),
    )
    .map(({ image }) => image)
}
