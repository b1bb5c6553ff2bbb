/**
 * What may change the search index: the sync, and nothing else. Every verb answers what really changed, so
 * that only the pages that show it are made again.
 */
import type { ArtifactKind } from '#lib/oci/artifact-kind.ts'
import type { AttachedCounts, SignatureFact } from '#lib/oci/image-facts.ts'
import type { ManifestPlatform } from '#lib/oci/join-platforms.ts'
import type { Lifecycle } from '#lib/oci/lifecycle.ts'
import type { RepositoryRelations } from '../catalog.ts'
import type { RepositoryKind } from '../query/search-query.ts'

export interface RegistryRecord {
  registryId: string
  /** Null where none is set or the API has no way to ask. */
  displayName: string | null
  /** In one line; left out or null where none is set. */
  description?: string | null
  /** An https address. */
  website?: string | null
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
  /** What the tag names that is offered first, as far as the list of tags tells. */
  kind: RepositoryKind
  /** What of the repository is shown by kind, size and platforms: what the tag names that is offered first; null where there is none. */
  shownImage: { tag: string; digest: string } | null
  /** What its publisher says of its life; left out or null where that is nothing. */
  lifecycle?: Lifecycle | null
  /** When the change feed says that it last changed; null when only the content can tell. */
  changedAt: string | null
}

export interface RepositoryRef {
  registryId: string
  repositoryName: string
}

/** How often a repository was pulled, over all time. */
export interface PullCount extends RepositoryRef {
  pullCount: number
}

/** The image of a repository that is offered first. */
export interface ImageRef extends RepositoryRef {
  tag: string
  digest: string
  /** When the repository had last changed, as the index knows it (ISO 8601). */
  asOf: string
}

/** What the index keeps of an image's facts. */
export interface ShownFacts {
  kind: ArtifactKind
  platforms: readonly { platform: ManifestPlatform | null }[]
  sizeBytes: number | null
  licence: string | null
  sourceUrl: string | null
  attached: AttachedCounts
  /** What came of verifying its signatures; left out or null where nobody has. */
  signature?: SignatureFact | null
  /** As its bill of materials lists them; none where none is attached, and null while it is not known. */
  packages?: readonly ShownPackage[] | null
  /** What it says of other images; left out where that is not read. */
  relations?: RepositoryRelations
}

export interface ShownPackage {
  name: string
  version: string | null
  /** As in a package URL. */
  type: string | null
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
  /** Of these repositories, the images that are offered first of which the facts are not known, or may have changed. */
  listUnreadImages(repositories: readonly RepositoryRef[]): ImageRef[]
  /** Notes an image's facts, if it is still the one that is offered first. True when pages show something else now. */
  putImageFacts(image: ImageRef, facts: ShownFacts): boolean
  /**
   * Notes the layers of an image that is not the one that is offered first; none for what is no image. Answers the repositories whose pages
   * show something else now.
   */
  putImageLayers(image: ImageRef, chainIds: readonly string[]): RepositoryRef[]
  /** Repositories whose pages show that this one has to do with them, where those are few. */
  listConcerned(image: ImageRef): RepositoryRef[]
  /** Images whose layers may tell what others are built on, and have not been read: of what this one is built on, or others on it. */
  listUnreadBases(image: ImageRef): ImageRef[]
  /**
   * Writes the counts that a source tells: every one (`isWhole`), where a repository of its registries that isn't named has none,
   * or those that changed. Left out, they are all that there are.
   */
  putPullCounts(pulls: readonly PullCount[], told?: { source: string; isWhole: boolean }): void
  /** Notes that the endpoint was read, and clears the error. */
  noteSync(): void
  /** Notes why the endpoint could not be read, in words for an operator. */
  noteSyncError(message: string): void
}
