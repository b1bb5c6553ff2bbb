/** Reads from the API what the index keeps of one repository. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { getRepositoryCatalogData } from '#lib/ecr-public/get-repository-catalog-data.ts'
import { type ImageTag, listImageTags } from '#lib/ecr-public/list-image-tags.ts'
import { createPageGuard } from '#lib/ecr-public/page-guard.ts'
import type { EcrPublicRepository } from '#lib/ecr-public/to-repository.ts'
import { compareText } from '#lib/oci/compare-natural.ts'
import { compareByMeaning, toTagKey } from '#lib/oci/compare-tags.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import type { RepositoryType } from '../catalog.ts'
import type { RepositoryRecord } from '../catalog-writer.ts'

/** The API gives tags in no documented order, so all are read to find the newest; of a repository with more, these. */
const maxTagsRead = 10_000

/** The newest ones, which can be searched for. */
const maxTagsKept = 1_000

const tagsPerCall = 1_000

/**
 * Reads the catalogue data and the tags.
 * @param changedAt when the change feed says that it changed (ISO 8601); null when there is none
 * @returns null when the repository is gone
 * @throws {EcrPublicError}
 */
export async function readRepositoryRecord(
  api: EcrPublic,
  repository: EcrPublicRepository,
  changedAt: string | null,
): Promise<RepositoryRecord | null> {
  const [catalogData, found] = await Promise.all([
    getRepositoryCatalogData(api, repository),
    readTags(api, repository),
  ])
  if (found === null) return null
  const tags = sortNewestFirst(found)
  const newestTag = tags[0] ?? null
  const newestImage = tags.find(isRunnable) ?? null
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
    newestTag: newestTag && { tag: newestTag.tag, pushedAt: newestTag.pushedAt },
    newestImage: newestImage && { tag: newestImage.tag, digest: newestImage.digest },
    tags: tags.slice(0, maxTagsKept).map(({ tag, digest }) => ({ tag, digest })),
    type: toRepositoryType(newestTag),
    changedAt,
  }
}

/** All pages, each tag once, however often a page is repeated; null when the repository is gone. */
async function readTags(api: EcrPublic, repository: EcrPublicRepository): Promise<ImageTag[] | null> {
  const tags = new Map<string, ImageTag>()
  const guard = createPageGuard('DescribeImageTags')
  let nextToken: string | undefined
  do {
    const page = await listImageTags(api, repository, { maxResults: tagsPerCall, nextToken })
    if (page === null) return null
    for (const tag of page.tags) tags.set(tag.tag, tag)
    nextToken = page.nextToken ?? undefined
    guard.check(nextToken)
  } while (nextToken !== undefined && tags.size < maxTagsRead)
  return [...tags.values()]
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

function toRepositoryType(newest: ImageTag | null): RepositoryType {
  if (newest === null) return 'empty'
  if (isRunnable(newest)) return 'image'
  return newest.artifactMediaType?.startsWith('application/vnd.cncf.helm.') ? 'chart' : 'artifact'
}

/** Not a chart, a signature or the like, which have no platform. */
function isRunnable({ artifactMediaType }: ImageTag): boolean {
  return artifactMediaType === null || isImageConfigMediaType(artifactMediaType)
}
