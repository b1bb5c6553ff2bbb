/** The ECR Public API as a source: the embedded registry, the real service, and another gallery's registry. */
import type { RepositoryContent, SourceReader } from '../source-reader.ts'
import type { EcrPublic } from './call-api.ts'
import { describeRepository } from './describe-repository.ts'
import { EcrPublicError } from './ecr-public-error.ts'
import { findGalleryExtension, getRepositoryPulls, getRepositoryUpstream } from './gallery-extension.ts'
import { getPublisherTags } from './get-publisher-tags.ts'
import { getRegistryDisplayName } from './get-registry-display-name.ts'
import { getRepositoryCatalogData } from './get-repository-catalog-data.ts'
import { type ImageTag, listImageTags } from './list-image-tags.ts'
import { type EcrPublicRegistry, listRegistries } from './list-registries.ts'
import { listRepositories } from './list-repositories.ts'
import { listResourceTags } from './list-resource-tags.ts'
import { createPageGuard } from './page-guard.ts'
import type { PublisherProfile } from './to-publisher-profile.ts'
import type { RepositoryKey } from './to-repository.ts'

/** The API gives tags in no documented order, so all are read to find the newest; of a repository with more, these. */
const maxTagsRead = 10_000

const tagsPerCall = 1_000

/** How often tags are read of which some come twice, the first time included. */
const maxPasses = 5

/** Makes the reader of one endpoint. */
export function createEcrPublicReader(api: EcrPublic): SourceReader {
  return {
    listRegistries: () => listRegistries(api),
    readProfiles: (registries, feed) =>
      feed === null ? readOwnDisplayName(api, registries) : feed.listProfiles(),
    listRepositories: (registryId) => listRepositories(api, registryId),
    describeRepository: (key) => describeRepository(api, key),
    readContent: (repository) => readContent(api, repository),
    getCatalogData: (key) => getRepositoryCatalogData(api, key),
    listImageTags: (key, page) => listImageTags(api, key, page),
    getPublisherTags: (key) => getPublisherTags(api, key),
    listResourceTags: (key) => listResourceTags(api, key),
    getPulls: (alias, name) => getRepositoryPulls(api.endpoint, alias, name),
    getUpstream: (alias, name) => getRepositoryUpstream(api.endpoint, alias, name),
    listListedPulls: () => null,
    findChangeFeed: () => findGalleryExtension(api.endpoint),
    countRequests: () => api.pacer?.figures().requests ?? 0,
    listSkipped: () => ({ count: 0, examples: [] }),
    close: () => api.client.destroy(),
  }
}

/** Without the extension only the caller's own registry can be asked for its name. */
async function readOwnDisplayName(
  api: EcrPublic,
  given: readonly EcrPublicRegistry[],
): Promise<Map<string, PublisherProfile>> {
  const [own, another] = given
  if (own === undefined || another !== undefined) return new Map()
  try {
    const displayName = await getRegistryDisplayName(api)
    return new Map([[own.registryId, { displayName, description: null, website: null }]])
  } catch (error) {
    // The catalogue is worth showing under the alias.
    if (error instanceof EcrPublicError && error.kind === 'permission') return new Map()
    throw error
  }
}

async function readContent(api: EcrPublic, repository: RepositoryKey): Promise<RepositoryContent | null> {
  const [catalogData, tags, publisherTags] = await Promise.all([
    getRepositoryCatalogData(api, repository),
    readTags(api, repository),
    getPublisherTags(api, repository),
  ])
  return tags && { catalogData, tags, publisherTags }
}

/**
 * Each tag once; null when the repository is gone. Where one comes twice, pages have shifted or were repeated, and another
 * tag may have been missed: the tags are then read again, and all that were seen count.
 */
async function readTags(api: EcrPublic, repository: RepositoryKey): Promise<ImageTag[] | null> {
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

async function readTagPages(api: EcrPublic, repository: RepositoryKey): Promise<ImageTag[] | null> {
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
