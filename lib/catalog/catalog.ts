/**
 * What the pages may ask of the search index, and in which shapes it answers. Whatever stands behind this
 * interface can be replaced without touching a page.
 */
import type { ImagePlatforms } from '#lib/oci/join-platforms.ts'
import type { Lifecycle } from '#lib/oci/lifecycle.ts'
import type { Explanation } from './engine/explain-match.ts'
import type { FacetName } from './engine/profiles.ts'
import type { QueryNote } from './query/explain-operators.ts'
import type { RepositoryKind, SearchQuery } from './query/search-query.ts'

export interface SearchResult {
  totalResults: number
  page: number
  pageCount: number
  repositories: FoundRepository[]
  /** The publisher that the text names, on the first page; null for none. */
  publisher: NamedPublisher | null
  facets: Facets
  /** The text whose results these are, where that of the query found too little and a word may be a slip. */
  correctedTerm?: string
  /** Words of the text that these results lack, where none has all of them. */
  without?: string[]
  /** What was typed like a filter and is none. */
  notes: QueryNote[]
  /** What the text names exactly, but elsewhere or more than once: images by digest, repositories by the name that they have here. */
  offers: Offer[]
}

/** Something that the text may mean. */
export interface Offer {
  registryAlias: string
  repositoryName: string
  /** Null where a repository is meant. */
  tag: string | null
  digest: string | null
}

/** A result of a search. */
export interface FoundRepository extends RepositorySummary {
  /** The newest tag that has the words which stand in no name and no text; null where there are none. */
  matchedTag: string | null
  /** Why it stands where it does, where that was asked for. */
  explanation?: Explanation
}

export interface NamedPublisher {
  registryAlias: string
  publisherName: string
  verified: boolean
  repositoryCount: number
}

export interface RepositorySummary {
  registryId: string
  /** The alias to link to: the registry's primary one. */
  registryAlias: string
  repositoryName: string
  /** The publisher's display name, or the alias where none is set. */
  publisherName: string
  verified: boolean
  description: string
  /** Declared by the publisher, or found in the newest image. */
  operatingSystems: string[]
  architectures: string[]
  /** Where the gallery's own pages load the logo from; null where the publisher set none. */
  logoSrc: string | null
  /** ISO 8601: the last change of the repository, its texts or its tags that the index knows of. */
  updatedAt: string
  pullCount: number
  /** The tag that is offered first; null where nothing is pushed yet. */
  newestTag: string | null
  kind: RepositoryKind
  /** Of the image that the tag names, compressed, for the platform that is shown first; null until it has been read. */
  sizeBytes: number | null
  /** As that image states it; null where it doesn't. */
  licence: string | null
  /** Whether a signature, and a bill of materials, is attached to that image. */
  isSigned: boolean
  hasSbom: boolean
  /** Whether this gallery has verified a signature of it, by a signer from whom images of the repository are expected. */
  isSignatureVerified: boolean
  /** Whether it is deprecated or ends; null where its publisher says nothing of that. */
  lifecycle: Lifecycle | null
}

/** Counts for each value, over everything the query matches when this facet's own selection is ignored. */
export interface Facets {
  verified: FacetValue[]
  operatingSystems: FacetValue[]
  architectures: FacetValue[]
  publishers: FacetValue[]
  types: FacetValue[]
  licences: FacetValue[]
  vouched: FacetValue[]
  updated: FacetValue[]
}

export interface FacetValue {
  /** As it stands in the URL. */
  value: string
  label: string
  count: number
  selected: boolean
}

export interface Publisher {
  registryId: string
  registryAlias: string
  /** Every active alias, the primary one first. */
  aliases: string[]
  publisherName: string
  /** What the publisher says of itself, in one line; null where that is not set, or the source has no way to ask. */
  description: string | null
  /** An https address; null as above. */
  website: string | null
  verified: boolean
  repositoryCount: number
  /** Platforms of its repositories, declared or found in their newest images; the most frequent first. */
  operatingSystems: string[]
  architectures: string[]
  /** How many repositories there are of each kind, the most frequent first. */
  kinds: { kind: RepositoryKind; count: number }[]
  /** When one of them changed last (ISO 8601); null where there are none. */
  updatedAt: string | null
}

/** The values of every facet that some repository has, those of the most first. */
export type CatalogueIndex = Record<FacetName, Pick<FacetValue, 'value' | 'count'>[]>

export type Suggestion =
  | {
      kind: 'repository'
      registryAlias: string
      repositoryName: string
      publisherName: string
      verified: boolean
      description: string
      logoSrc: string | null
    }
  | {
      kind: 'publisher'
      registryAlias: string
      publisherName: string
      verified: boolean
      repositoryCount: number
    }
  | { kind: 'tag'; registryAlias: string; repositoryName: string; tag: string }

/** How a repository has to do with others: `base` as it is named, `layers` as they tell, what a chart deploys, what the usage text names. */
export type Relation = 'base' | 'layers' | 'deploys' | 'names'

/** What the image that a repository offers first says of others. */
export interface RepositoryRelations {
  /** Of its layers, the lowest first; none for what is no image. */
  chainIds: string[]
  /** Host and path of the image that its annotation names as its base. */
  baseName: string | null
  /** Hosts and paths of the images that the values of a chart name. */
  deploys: string[]
}

/** A repository that is used together with another, and how that is known. */
export interface Companion {
  repository: RepositorySummary
  /** A chart deploys both; the other one's usage text names it (`named`); its own usage text names the other one (`names`). */
  reason:
    | { kind: 'chart'; registryAlias: string; repositoryName: string }
    | { kind: 'named' }
    | { kind: 'names' }
}

/** An image whose layers are the first ones of another. */
export interface BaseImageFound {
  registryAlias: string
  repositoryName: string
  digest: string
  /** By which it was read; it may name another image now. */
  tag: string
  layerCount: number
}

/** Where an image stands. */
export interface FoundImage {
  registryAlias: string
  repositoryName: string
  digest: string
  /** Those that name it, the newest first; empty for an image without a tag. */
  tags: string[]
}

export interface CatalogFacts {
  repositoryCount: number
  publisherCount: number
  /** ISO 8601 time of the last successful read of the endpoint; null before the first one. */
  syncedAt: string | null
  /** Why the last read failed, in words for an operator; null when it succeeded. */
  syncError: string | null
  /** How far the search is with reading the catalogue after a start without its index file; null when it has all of it. */
  indexing: { done: number; total: number } | null
}

export interface Catalog {
  search(query: SearchQuery, options?: { explain?: boolean }): SearchResult
  /**
   * What a query finds, from one place of its order to before another, for lists that are longer than a page.
   * @returns ids that `readRepositories` takes, and how many there are in all
   */
  rank(
    query: SearchQuery,
    range: readonly [number, number],
  ): { totalResults: number; repositoryIds: number[] }
  /** The repositories with these ids; those that are gone are left out. */
  readRepositories(repositoryIds: readonly number[]): RepositorySummary[]
  /**
   * Repositories and publishers of whose names a word begins with what has been typed, or with what was probably meant; tags of
   * `repo:begun`, and what a pasted reference or command names.
   */
  suggest(text: string, limit: number): Suggestion[]
  /** By any active alias of the registry; null when the index knows no such repository. */
  findRepository(registryAlias: string, repositoryName: string): RepositorySummary | null
  /** By any active alias; null when the index knows no such tag. */
  findTag(registryAlias: string, repositoryName: string, tag: string): FoundImage | null
  /** Images whose digest begins so (`sha256:` and at least 4 more characters), up to `limit`. */
  findDigest(digestPrefix: string, limit: number): FoundImage[]
  /** What the newest image runs on, as far as it has been read, by any active alias. */
  findImagePlatforms(registryAlias: string, repositoryName: string): ImagePlatforms | null
  /** The repository that is pulled under this name (`registry.example/acme/base`); null where none is. */
  findImageName(imageName: string): { registryAlias: string; repositoryName: string } | null
  /**
   * What the image says that a repository offers first, with the names under which it is pulled and what images are known to have as
   * their first layers that are built on it; by any active alias, null when there is no such repository.
   */
  findRelations(
    registryAlias: string,
    repositoryName: string,
  ): (RepositoryRelations & { repositoryId: number; imageNames: string[]; layers: string[] }) | null
  /** Images whose layers are the first ones of an image with these ChainIDs below its last, those with the most first. */
  findBaseImages(
    chainIds: readonly string[],
    options: { except: number | null; limit: number },
  ): BaseImageFound[]
  /** Repositories that have one of these values, the most pulled first of a thousand at most, which `total` counts. */
  listRelated(
    wanted: Partial<Record<Relation, readonly string[]>>,
    options: { except: number | null; limit: number },
  ): { total: number; repositories: RepositorySummary[] }
  /**
   * Repositories that are used together with one, by any active alias: a chart of its own publisher or of a verified one deploys both, or
   * the usage text of one of its own publisher names the other. Nothing is known of it from visitors.
   */
  listCompanions(registryAlias: string, repositoryName: string): Companion[]
  /** Where the publisher's logo is kept, by any active alias; null where there is none. */
  findLogo(registryAlias: string, repositoryName: string): { url: string; version: string } | null
  /** By any active alias; null when there is no such registry. */
  findPublisher(registryAlias: string): Publisher | null
  /** A registry's repositories, the first page of them by name. */
  listPublisherRepositories(registryId: string): RepositorySummary[]
  /** Most pulled first; verified and recently updated ones first among equals. */
  listPopular(limit: number): RepositorySummary[]
  listRecentlyUpdated(limit: number): RepositorySummary[]
  /** The commonest values of each facet with their counts over the whole catalogue; constant work. */
  listIndex(): CatalogueIndex
  /** Verified publishers, those with the most repositories first. */
  listVerifiedPublishers(limit: number): Publisher[]
  /** Every publisher with a repository by name, one page of them. */
  listPublishers(page: number): {
    totalResults: number
    page: number
    pageCount: number
    publishers: Publisher[]
  }
  /** Whether some repository has all of these, each a value of its facet; reads nothing of any repository. */
  hasAny(values: Partial<Record<FacetName, string>>): boolean
  /** Numbers of the parts into which the sitemap is divided, in order. */
  listPathParts(): number[]
  /** The repository paths of one part, at most a thousand; none where there is no such part. */
  listPaths(part: number): { registryAlias: string; repositoryName: string; updatedAt: string }[]
  /** Constant work, however large the catalogue is. */
  facts(): CatalogFacts
}
