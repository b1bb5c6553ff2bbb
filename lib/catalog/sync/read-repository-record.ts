/** Reads from a source what the index keeps of one repository. */

import { toListedKind } from '#lib/oci/artifact-kind.ts'
import { compareText } from '#lib/oci/compare-natural.ts'
import type { ImageTag } from '#lib/sources/ecr-public/list-image-tags.ts'
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import type { SourceReader } from '#lib/sources/source-reader.ts'
import { chooseDefaultTag } from '#lib/tags/choose-default-tag.ts'
import { compareByMeaning, toTagKey } from '#lib/tags/compare-tags.ts'
import type { RepositoryRecord } from '../store/catalog-writer.ts'

/** The newest ones, which can be searched for. */
const maxTagsKept = 1_000

/**
 * Reads the catalogue data and the tags; the one to offer first is chosen here.
 * @param changedAt when the change feed says that it changed (ISO 8601); null when there is none
 * @returns null when the repository is gone
 * @throws {SourceError}
 */
export async function readRepositoryRecord(
  reader: Pick<SourceReader, 'readContent'>,
  repository: EcrPublicRepository,
  changedAt: string | null,
): Promise<RepositoryRecord | null> {
  const content = await reader.readContent(repository)
  if (content === null) return null
  const { catalogData } = content
  const { defaultTag, lifecycle } = content.publisherTags
  const tags = sortNewestFirst(content.tags)
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

/** Those pushed last first; of several that name one image, the one that says most. */
function sortNewestFirst(tags: readonly ImageTag[]): ImageTag[] {
  return tags
    .map((image) => ({ image, key: toTagKey(image.tag) }))
    .sort(
      (a, b) => compareText(b.image.pushedAt ?? '', a.image.pushedAt ?? '') || compareByMeaning(a.key, b.key),
    )
    .map(({ image }) => image)
}
