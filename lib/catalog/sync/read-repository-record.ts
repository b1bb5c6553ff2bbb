/** Reads from the API what the index keeps of one repository. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { getRepositoryCatalogData } from '#lib/ecr-public/get-repository-catalog-data.ts'
import { type ImageTag, listImageTags } from '#lib/ecr-public/list-image-tags.ts'
import type { EcrPublicRepository } from '#lib/ecr-public/to-repository.ts'
import { compareText } from '#lib/oci/compare-natural.ts'
import { compareByMeaning, toTagKey } from '#lib/oci/compare-tags.ts'
import { isImageConfigMediaType } from '#lib/oci/media-types.ts'
import type { RepositoryType } from '../catalog.ts'
import type { RepositoryRecord } from '../catalog-writer.ts'

/** The API gives tags in no documented order; among this many of them the newest one is looked for. */
const maxTags = 1000

/**
 * Reads the catalogue data and the newest tag.
 * @param changedAt when the change feed says that it changed (ISO 8601); null when there is none
 * @throws {EcrPublicError}
 */
export async function readRepositoryRecord(
  api: EcrPublic,
  repository: EcrPublicRepository,
  changedAt: string | null,
): Promise<RepositoryRecord> {
  const [catalogData, tagPage] = await Promise.all([
    getRepositoryCatalogData(api, repository),
    listImageTags(api, repository, { maxResults: maxTags }),
  ])
  const tags = sortNewestFirst(tagPage?.tags ?? [])
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
    tags: tags.map(({ tag, digest }) => ({ tag, digest })),
    type: toRepositoryType(newestTag),
    changedAt,
  }
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
