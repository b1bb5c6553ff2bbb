/**
 * What the sync has to remember over a restart: which registry belongs to which source, how far a full read has come, how
 * old what was read is, and what is wrong. Kept in the index's own database.
 */
import type { EcrPublicRepository } from '#lib/sources/ecr-public/to-repository.ts'
import type { Explanation, Failure } from '#lib/sources/say-failure.ts'
import type { RepositoryRef } from './catalog-writer.ts'

/** Something that keeps a source from being read. */
export interface SourceProblem {
  /** An `EcrPublicErrorKind`. */
  kind: string
  /** What happened, and what to do; both may be shown to anybody. */
  what: string
  advice: string
  /** The same without words, for the pages: they say it in the language of whoever reads them. */
  failure: Failure
  /** ISO 8601: the first time in a row, and the last one. */
  since: string
  last: string
}

/** A change that the feed tells of, and everything before it. */
export interface FeedPosition {
  /** Another store has another history. */
  storeId: string
  sequence: number
}

export interface SourceState {
  identity: string
  isCrawlDone: boolean
  /** As when the full read began; null where there is no feed. */
  feed: FeedPosition | null
  /** ISO 8601: when the source was last found up to date; null before the first time. */
  syncedAt: string | null
  problem: SourceProblem | null
  /** The one before, which is over. */
  pastProblem: SourceProblem | null
}

export interface SourceCounts {
  registries: number
  repositories: number
  /** Of them, those that the full read has not come to yet. */
  unread: number
  failing: number
  /** ISO 8601: since when the repository that was read least recently has not been read; null before the first read. */
  oldestReadAt: string | null
}

/** A repository that cannot be read. */
export interface FailingRepository extends RepositoryRef {
  /** Why, in words that anybody may read, in English. */
  failure: string
  /** The same without words, for the pages. */
  cause: Failure
  since: string
  failures: number
  retryAt: string
}

export interface SyncState {
  listSources(): { source: string; identity: string }[]
  /** Begins with nothing read; does nothing for one that is known. */
  addSource(source: string, identity: string): void
  /** Forgets it with its registries and repositories. */
  removeSource(source: string): void
  getSource(source: string): SourceState
  countSource(source: string): SourceCounts
  noteSynced(source: string): void
  noteProblem(source: string, problem: Omit<SourceProblem, 'since' | 'last'>): void

  /** Begins a full read; the feed is to be followed from this position after it. */
  beginCrawl(source: string, feed: FeedPosition | null): void
  finishCrawl(source: string): void
  setFeed(source: string, feed: FeedPosition): void
  /** Up to where the source's pull counts have been read; null where all of them are to be read. */
  getPullCursor(source: string): string | null
  setPullCursor(source: string, cursor: string | null): void

  /** Null for a registry that no source has given. */
  findSource(registryId: string): string | null
  listRegistryIds(source: string): string[]
  /** Under what images of the registry are pulled, as image-place.ts says; null while it is not known. */
  findImageHost(registryId: string): string | null
  /** The same of all registries, by registry id. */
  listImageHosts(): Map<string, string>
  /** Says whose a registry is. What was known of it with another source is forgotten. */
  claimRegistry(registryId: string, source: string): void
  /** Forgets it with its repositories. */
  removeRegistry(registryId: string): void
  /** True when its repositories have been listed to the end in the full read that is under way. */
  isListed(registryId: string): boolean
  /** @returns the number of the listing, for the two verbs below */
  beginListing(registryId: string): number
  /** @returns how many of these names the listing has not seen before */
  noteListed(listing: number, repositories: readonly EcrPublicRepository[]): number
  /** Names that are known and that the listing has not seen. */
  listUnlisted(registryId: string, listing: number): string[]
  /** Every repository that is known. */
  listRepositories(registryId: string): EcrPublicRepository[]
  finishListing(registryId: string): void

  /** What the full read has not come to yet; what was never read comes first. */
  listUnread(source: string, limit: number): EcrPublicRepository[]
  /** What failed and may be tried again. */
  listRetries(source: string, limit: number): EcrPublicRepository[]
  /**
   * What to read again: the longest unread first, and of those the ones sooner that changed lately. Not younger than `minAgeMs`.
   */
  listOldest(source: string, options: { limit: number; minAgeMs: number }): EcrPublicRepository[]
  /** When the one was read that `listOldest` begins with, in milliseconds since 1970; null where there is none. */
  findOldestRead(source: string): number | null
  /** When the next retry is due, in milliseconds since 1970. */
  findNextRetry(source: string): number | null
  listFailing(source: string, limit: number): FailingRepository[]
  /** Also for a repository that was not listed, as one that the feed names. */
  noteRead(read: readonly EcrPublicRepository[], changed: readonly RepositoryRef[]): void
  noteFailed(repository: EcrPublicRepository, explanation: Explanation): void
  removeRepositories(repositories: readonly RepositoryRef[]): void
}
