/**
 * What the sync and the pages ask of a source, whatever its kind: who is there, what they have, what is said of it, and by which
 * tags it is pulled. A kind is one implementation of this; nothing above knows which one it talks to.
 */
import type { GalleryExtension, RepositoryPulls, RepositoryUpstream } from './ecr-public/gallery-extension.ts'
import type { PublisherTags } from './ecr-public/get-publisher-tags.ts'
import type { CatalogData } from './ecr-public/get-repository-catalog-data.ts'
import type { ImageTag, ImageTagPage } from './ecr-public/list-image-tags.ts'
import type { EcrPublicRegistry } from './ecr-public/list-registries.ts'
import type { PublisherProfile } from './ecr-public/to-publisher-profile.ts'
import type { EcrPublicRepository, RepositoryKey } from './ecr-public/to-repository.ts'
import type { SkippedName } from './skip-name.ts'

/** What the index keeps of one repository, before it is brought into the index's form. */
export interface RepositoryContent {
  catalogData: CatalogData | null
  /** Those that can be searched for: of each its digest is known. */
  tags: ImageTag[]
  /** What the publisher or the operator says of it. */
  publisherTags: PublisherTags
}

/** How often a repository was pulled, over all time. */
export interface PullCount extends RepositoryKey {
  pullCount: number
}

/** Every verb throws `SourceError` when the source cannot be read. */
export interface SourceReader {
  /** Who publishes there, each once. */
  listRegistries(): Promise<EcrPublicRegistry[]>
  /** What registries say of themselves, by registry id. */
  readProfiles(
    registries: readonly EcrPublicRegistry[],
    feed: GalleryExtension | null,
  ): Promise<Map<string, PublisherProfile>>
  /** What a registry has, a page at a time; one may be given twice while others change the registry. */
  listRepositories(registryId: string): AsyncIterable<EcrPublicRepository[]>
  /** Null when there is none of that name. */
  describeRepository(key: RepositoryKey): Promise<EcrPublicRepository | null>
  /** For the index, within what a sync of many thousands may cost; null when the repository is gone. */
  readContent(repository: RepositoryKey): Promise<RepositoryContent | null>
  /** For a page; null when there is nothing said. */
  getCatalogData(key: RepositoryKey): Promise<CatalogData | null>
  /** For a page; null when there is no such repository. */
  listImageTags(
    key: RepositoryKey,
    page: { maxResults: number; nextToken?: string | undefined },
  ): Promise<ImageTagPage | null>
  /** Which tag to offer first, and whether it ends, where the publisher or the operator says it. */
  getPublisherTags(key: RepositoryKey): Promise<PublisherTags>
  /** What the publisher says to galleries, values by keys; empty where the source has no such thing. */
  listResourceTags(key: RepositoryKey): Promise<Map<string, string>>
  /** Null where pulls are not counted. */
  getPulls(registryAlias: string, repositoryName: string): Promise<RepositoryPulls | null>
  /** From where it is pulled through; null where it is not. */
  getUpstream(registryAlias: string, repositoryName: string): Promise<RepositoryUpstream | null>
  /** How often each repository was pulled, as the last listing told it; null where it tells nothing. */
  listListedPulls(): PullCount[] | null
  /** The feed that tells changes as they happen; null where there is none. */
  findChangeFeed(): Promise<GalleryExtension | null>
  /** Attempts that were sent so far, where they are counted. */
  countRequests(): number
  /** Of the last listing; empty where everything could be taken. */
  listSkipped(): { count: number; examples: SkippedName[] }
  close(): void
}
