/**
 * What may change the search index: the sync, and nothing else. Every verb answers what really changed, so
 * that only the pages that show it are made anew.
 */
import type { RepositoryType } from './catalog.ts'
import type { ManifestPlatform } from './join-platforms.ts'

export interface RegistryRecord {
  registryId: string
  /** Null where none is set or the API has no way to ask. */
  displayName: string | null
  verified: boolean
  /** Active aliases, the primary one first; at least one. */
  aliases: string[]
}

export interface TagRecord {
  tag: string
  /** `sha256:…` */
  digest: string
}

export interface RepositoryRecord {
  registryId: string
  repositoryName: string
  description: string
  aboutText: string
  usageText: string
  operatingSystems: string[]
  architectures: string[]
  logoUrl: string | null
  /** ISO 8601. */
  createdAt: string
  /** The tag to offer first, see `chooseDefaultTag`, and when anything was pushed last. */
  newestTag: { tag: string; pushedAt: string | null } | null
  /** The tags that can be searched for, the newest first; the sync bounds how many. */
  tags: readonly TagRecord[]
  /** What the tag names that is offered first. */
  type: RepositoryType
  /** Of the tags that name an image that can be run, the one to offer first, and its digest; null where there is none. */
  newestImage: { tag: string; digest: string } | null
  /** When the change feed says that it last changed; null when only the content can tell. */
  changedAt: string | null
}

export interface RepositoryRef {
  registryId: string
  repositoryName: string
}

/** The newest image of a repository. */
export interface ImageRef extends RepositoryRef {
  tag: string
  digest: string
}

export interface CatalogWriter {
  /** Active aliases as the index has them; empty for a registry that it doesn't know. */
  listAliases(registryId: string): string[]
  /** Names of a registry's repositories, sorted. */
  listRepositoryNames(registryId: string): string[]
  listRegistryIds(): string[]
  /** True when anything differs from what was known. */
  putRegistry(registry: RegistryRecord): boolean
  /** Removes a registry with all its repositories. */
  removeRegistry(registryId: string): void
  /** Writes in one transaction; a registry must have been put before. Answers those that changed. */
  putRepositories(repositories: readonly RepositoryRecord[]): RepositoryRef[]
  /** Answers those that were there. */
  removeRepositories(repositories: readonly RepositoryRef[]): RepositoryRef[]
  /** Of these repositories, the newest images of which it is not known what they run on. */
  listUnreadImages(repositories: readonly RepositoryRef[]): ImageRef[]
  /** Notes what an image runs on, if it is still the newest. True when pages show something else now. */
  putImagePlatforms(image: ImageRef, platforms: readonly ManifestPlatform[]): boolean
  /** Replaces every count; a repository that isn't named has none. */
  putPullCounts(pulls: readonly (RepositoryRef & { pullCount: number })[]): void
  /** Notes that the endpoint was read, and clears the error. */
  noteSync(): void
  /** Notes why the endpoint could not be read, in words for an operator. */
  noteSyncError(message: string): void
}
