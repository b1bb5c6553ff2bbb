/** Writes the demo catalogue straight into a search index, as the sync would after it was pushed. */
import { createHash } from 'node:crypto'
import type { CatalogWriter, RepositoryRecord } from '#lib/catalog/store/catalog-writer.ts'
import { toArchitecture } from '#lib/oci/platform-labels.ts'
import type { DemoImages } from '#registry/demo/images/demo-images.ts'
import { type DemoRepository, readDemoContent } from '#registry/demo/read-demo-content.ts'

const createdAt = '2026-01-15T00:00:00.000Z'

export function fillDemoCatalogue(writer: CatalogWriter): void {
  for (const { alias, accountId, displayName, verified, repositories } of readDemoContent()) {
    writer.putRegistry({
      registryId: accountId,
      displayName: displayName || null,
      verified,
      aliases: [alias],
    })
    writer.putRepositories(repositories.map((repository) => toRecord(accountId, repository)))
  }
}

function toRecord(registryId: string, repository: DemoRepository): RepositoryRecord {
  const tags = listTags(repository)
  const [newest] = tags
  const kind = repository.images?.kind ?? 'empty'
  return {
    registryId,
    repositoryName: repository.name,
    description: repository.description ?? '',
    aboutText: repository.aboutText ?? '',
    usageText: repository.usageText ?? '',
    operatingSystems: repository.operatingSystems ?? [],
    architectures: (repository.architectures ?? []).map((label) => toArchitecture(label) ?? label),
    logoUrl: null,
    createdAt,
    newestTag: newest === undefined ? null : { tag: newest.tag, pushedAt: createdAt },
    tags,
    kind,
    shownImage: newest ?? null,
    changedAt: createdAt,
  }
}

/** Every tag of the releases, the newest release first. */
function listTags({ name, images }: DemoRepository) {
  if (images === undefined) return []
  return listReleaseTags(images)
    .toReversed()
    .flatMap((tags) => {
      const hash = createHash('sha256')
        .update(`${name} ${tags.join(' ')}`)
        .digest('hex')
      return tags.map((tag) => ({ tag, digest: `sha256:${hash}` }))
    })
}

function listReleaseTags(images: DemoImages): string[][] {
  switch (images.kind) {
    case 'chart':
      return images.releases.map(({ version }) => [version])
    case 'artifact':
      return images.releases
    case 'image':
      return images.releases.map(({ tags }) => tags)
  }
}
