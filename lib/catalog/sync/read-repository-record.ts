/** Reads from the API what the index keeps of one repository. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { getRepositoryCatalogData } from '#lib/ecr-public/get-repository-catalog-data.ts'
import { type ImageTag, listImageTags } from '#lib/ecr-public/list-image-tags.ts'
import type { EcrPublicRepository } from '#lib/ecr-public/to-repository.ts'
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
    newestTag: findNewestTag(tagPage?.tags ?? []),
    changedAt,
  }
}

/** The tag pushed last; of several pushed at once, `latest` gives way to a name that says more. */
function findNewestTag(tags: readonly ImageTag[]): RepositoryRecord['newestTag'] {
  const [newest] = tags.toSorted(
    (a, b) =>
      compareText(b.pushedAt ?? '', a.pushedAt ?? '') ||
      Number(a.tag === 'latest') - Number(b.tag === 'latest') ||
      compareText(b.tag, a.tag),
  )
  return newest === undefined ? null : { tag: newest.tag, pushedAt: newest.pushedAt }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
