/**
 * Every verb of the metadata store, by noun: what it needs, what it gives, what it throws. Besides what is named here, each may
 * throw a failure of the store itself; see store-error.ts. What the verbs take and give is in entities.ts; each noun has a file
 * in sql/. Who may do things has its verbs in identity-verbs.ts, beside this page.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { ObjectReads, ObjectWrites, UploadReads, UploadWrites } from './content-verbs.ts'
import type {
  AuditEvent,
  AuditFilter,
  Backdating,
  CatalogData,
  ChainedEvent,
  ChainLink,
  Change,
  ChangePage,
  ClientPulls,
  DataTransfer,
  FoundPage,
  FoundRepositoryId,
  Image,
  ImageCursor,
  ImageTag,
  ImageTagCursor,
  KeptManifest,
  NewImage,
  NotedBlob,
  PlatformPulls,
  PullDetails,
  Pulls,
  PullTotal,
  ReferrerPage,
  ReferrerQuery,
  Repository,
  RepositoryAccess,
  RepositoryPulls,
  ResourceTag,
  SettingName,
  StoredImage,
  StoredManifest,
  StoredRepository,
  TagMove,
  TimedTag,
} from './entities.ts'
import type {
  AccessKeyReads,
  AccessKeyWrites,
  AccountReads,
  AccountWrites,
  AliasReads,
  AliasWrites,
  GroupReads,
  GroupWrites,
  PolicyReads,
  PolicyWrites,
  RevokedTokenReads,
  RevokedTokenWrites,
  RoleReads,
  RoleWrites,
  UserReads,
  UserWrites,
} from './identity-verbs.ts'

/** What can be read, at any time. */
export interface Reads {
  accounts: AccountReads
  aliases: AliasReads
  users: UserReads
  groups: GroupReads
  roles: RoleReads
  policies: PolicyReads
  accessKeys: AccessKeyReads
  revokedTokens: RevokedTokenReads
  quotas: QuotaReads
  transfers: TransferReads
  repositories: RepositoryReads
  repositoryPolicies: RepositoryPolicyReads
  resourceTags: ResourceTagReads
  catalogData: CatalogDataReads
  logos: LogoReads
  images: ImageReads
  manifests: ManifestReads
  references: ReferenceReads
  tags: TagReads
  blobs: BlobReads
  objects: ObjectReads
  uploads: UploadReads
  pulls: PullReads
  changes: ChangeReads
  audit: AuditReads
  settings: SettingReads
  usage: UsageReads
}

/** What can be written, too. */
export interface Writes {
  accounts: AccountWrites
  aliases: AliasWrites
  users: UserWrites
  groups: GroupWrites
  roles: RoleWrites
  policies: PolicyWrites
  accessKeys: AccessKeyWrites
  revokedTokens: RevokedTokenWrites
  quotas: QuotaWrites
  transfers: TransferWrites
  batches: BatchWrites
  repositories: RepositoryWrites
  repositoryPolicies: RepositoryPolicyWrites
  resourceTags: ResourceTagWrites
  catalogData: CatalogDataWrites
  logos: LogoWrites
  images: ImageWrites
  manifests: ManifestReads
  references: ReferenceReads
  tags: TagWrites
  blobs: BlobWrites
  objects: ObjectWrites
  uploads: UploadWrites
  pulls: PullWrites
  changes: ChangeWrites
  audit: AuditWrites
  settings: SettingWrites
  usage: UsageReads
}

/** What can be done in a transaction, which may be run again from its beginning: nothing outside it changes before its end. */
export interface Transaction extends Writes {
  /** Has the work done once the transaction is durable; not at all when it fails. */
  afterCommit(work: () => void | Promise<void>): void
  /** Has the work done when it was undone; `unknown` where the database went away during the commit, so that nobody can tell. */
  afterUndo(work: (outcome: 'undone' | 'unknown') => void): void
}

export interface QuotaReads {
  /** Those of one account, by name. */
  list(accountId: string): Promise<Map<string, number>>
  /** One of one account; null where it is the usual one. */
  get(accountId: string, name: string): Promise<number | null>
}

export interface QuotaWrites extends QuotaReads {
  /**
   * Has other transactions that hold the storage of the account wait for the end of this one, where they run side by side.
   * @returns whether another process has held it since this one did, so that what was counted no longer holds
   */
  holdStorage(accountId: string): Promise<boolean>
  put(quota: { accountId: string; name: string; value: number }): Promise<void>
  /** Makes it the usual one again; false when it was. */
  delete(named: { accountId: string; name: string }): Promise<boolean>
}

export interface TransferReads {
  /** What the client has been sent in the month. */
  get(client: Omit<DataTransfer, 'bytes'>): Promise<number>
}

export interface TransferWrites extends TransferReads {
  /** Adds to what is noted, and forgets the months before `keepSince`. */
  add(transfers: readonly DataTransfer[], keepSince: string): Promise<void>
}

export interface BatchWrites {
  /**
   * Notes that this batch of counts is written, within the transaction that writes it.
   * @param batch `writer` is one part of one process, whose batches have rising numbers
   * @returns false when an earlier transaction has written it, of which its writer never heard
   */
  note(batch: { writer: string; number: number; at: Date }): Promise<boolean>
}

export interface RepositoryReads {
  count(accountId: string): Promise<number>
  find(alias: string, name: string): Promise<FoundRepositoryId>
  /** Without either when there is no such repository: nobody is told so by a denial. */
  getAccess(accountId: string, name: string): Promise<RepositoryAccess>
  /** @throws {Error} when there is no such repository */
  getOwner(repositoryId: number): Promise<{ accountId: string; name: string }>
  /** The repository of this name in the account's registry; null when there is none. */
  get(accountId: string, name: string): Promise<Repository | null>
  has(repositoryId: number): Promise<boolean>
  /** Up to `limit` repositories whose names come after `after`; from the first one when that is null. */
  list(page: { accountId: string; after: string | null; limit: number }): Promise<Repository[]>
  /** The repositories among `names` that exist, in no particular order. */
  listNamed(accountId: string, names: readonly string[]): Promise<Repository[]>
  /** The names of the account's repositories that have a logo. */
  listWithLogo(accountId: string): Promise<string[]>
  /** How many repositories all accounts have. */
  countAll(): Promise<number>
}

export interface RepositoryWrites extends RepositoryReads {
  /** @returns the repository's id; null where it is gone, or was created no later than that, which changes nothing */
  backdate(past: Backdating): Promise<number | null>
  /**
   * Removes a slice of what a large repository has, the newest first, so that its removal holds nobody up.
   * @returns how many rows went; 0 when little is left, which goes with the repository itself
   */
  shrink(repositoryId: number): Promise<number>
  /** Removes the repository with everything that belongs to it. */
  delete(repositoryId: number): Promise<void>
  /** Adds an empty repository; the caller has made sure that the name is free. */
  insert(repository: { accountId: string; name: string; at: string }): Promise<Repository>
}

export interface RepositoryPolicyReads {
  /** The policy as it is answered, pretty-printed; null when the repository has none. */
  get(repositoryId: number): Promise<string | null>
}

export interface RepositoryPolicyWrites extends RepositoryPolicyReads {
  delete(repositoryId: number): Promise<void>
  /** Sets or replaces the policy. */
  put(repositoryId: number, policyText: string): Promise<void>
}

export interface ResourceTagReads {
  /** All tags of a repository, by key. */
  list(repositoryId: number): Promise<ResourceTag[]>
}

export interface ResourceTagWrites extends ResourceTagReads {
  /** Removes the tags with these keys; keys that aren't there are passed over. */
  delete(repositoryId: number, keys: readonly string[]): Promise<void>
  /** Adds tags; one whose key exists gets the new value, others stay as they are. */
  put(repositoryId: number, tags: readonly ResourceTag[]): Promise<void>
}

export interface CatalogDataReads {
  /** The catalogue data of a repository; null when none was ever set. */
  get(repositoryId: number): Promise<CatalogData | null>
}

export interface CatalogDataWrites extends CatalogDataReads {
  /** Replaces the whole catalogue data of a repository and moves its time of change. */
  put(repositoryId: number, data: CatalogData, at: string): Promise<void>
}

export interface LogoReads {
  /** The PNG's bytes, or null when there is no such logo. `sha256` is lower-case hex. */
  get(sha256: string): Promise<Uint8Array | null>
}

export interface LogoWrites extends LogoReads {
  /** Deletes the logo unless a repository still has it. */
  deleteUnused(sha256: string): Promise<void>
  /** Stores the PNG under its hash; several repositories may share one. */
  put(logo: { sha256: string; png: Uint8Array }, at: string): Promise<void>
}

export interface ImageReads {
  /** How many manifests of any kind the repository has. */
  count(repositoryId: number): Promise<number>
  hasAny(repositoryId: number): Promise<boolean>
  /**
   * Up to `limit` images that come after the cursor, from the newest one when that is null; fewer when they have more than
   * `MAX_TAGS_OF_PAGE` tags, and then more tags than that.
   */
  list(page: { repositoryId: number; after: ImageCursor | null; limit: number }): Promise<Image[]>
  /** Bytes of the manifests in the account's repositories. */
  sumManifestsOfAccount(accountId: string): Promise<number>
  /** Images of the account's repositories, those first that were stored longest ago. */
  listOldest(
    accountId: string,
    page: { skip: number; limit: number },
  ): Promise<{ repositoryId: number; name: string; digest: Digest; manifestBytes: number }[]>
  /** The same of one repository. */
  listOldestOf(repositoryId: number, page: { skip: number; limit: number }): Promise<Digest[]>
  /** The image with this digest; null when the repository has none. */
  get(repositoryId: number, digest: string): Promise<Image | null>
  /** Those of the digests that the repository has as images. */
  listStored(repositoryId: number, digests: readonly Digest[]): Promise<Map<Digest, StoredImage>>
}

export interface ImageWrites extends ImageReads {
  /**
   * Removes an image with all its tags; false when it was not there.
   * @param at when, for the history of its tags; null leaves them out of it, as for an image that is about to be put again
   */
  delete(repositoryId: number, digest: Digest, at: string | null): Promise<boolean>
  /** Adds an image to a repository; false when it was there, which changes nothing. */
  put(repositoryId: number, image: NewImage, at: string): Promise<boolean>
}

export interface ManifestReads {
  /** The manifest with this digest, or the one that the tag points to; null when the repository has none. */
  get(repositoryId: number, reference: { digest: Digest } | { tag: string }): Promise<StoredManifest | null>
  /** Every manifest of every repository; those that are added meanwhile may be left out. */
  walk(): AsyncIterable<KeptManifest>
}

export interface ReferenceReads {
  /** Manifests that name this blob or image, ten at most: a thing that is named must not go. */
  listTo(repositoryId: number, named: { digest: Digest; kind: 'blob' | 'image' }): Promise<Digest[]>
  /** Those of the manifests that name this blob or image. */
  pickNaming(
    repositoryId: number,
    named: { digest: Digest; kind: 'blob' | 'image' },
    manifests: readonly Digest[],
  ): Promise<Digest[]>
  /** Those of the digests that the repository has as blobs, with their sizes in bytes. */
  listBlobs(repositoryId: number, digests: readonly Digest[]): Promise<Map<Digest, number>>
  /** The media type that a manifest of the repository gives a blob; null when none names it. */
  getBlobMediaType(repositoryId: number, digest: Digest): Promise<string | null>
  /** Referrers by digest: as many as fit into a page. */
  listReferrers(repositoryId: number, options: ReferrerQuery): Promise<ReferrerPage>
}

export interface TagReads {
  /** How many tags point to the image. */
  countOfImage(repositoryId: number, digest: string): Promise<number>
  /** The digest that the tag points to; null when the repository has no such tag. */
  getDigest(repositoryId: number, tag: string): Promise<string | null>
  /** Up to `limit` tags that come after the cursor, from the newest one when that is null. */
  list(page: { repositoryId: number; after: ImageTagCursor | null; limit: number }): Promise<ImageTag[]>
  /**
   * Up to `limit` tags behind `after`, in lexical order: without regard to case, and by bytes among equals.
   * @param after null begins at the first one; it need not be a tag that exists
   */
  listNames(repositoryId: number, page: { after: string | null; limit: number }): Promise<string[]>
  /** The same with what each tag points to, and since when. */
  listTimed(repositoryId: number, page: { after: string | null; limit: number }): Promise<TimedTag[]>
  /**
   * Up to `limit` moves of a tag, the newest first; also of one that is gone. Of old ones, a bounded number is kept.
   * @param page `before` leaves out what is not older than that time, `after` what does not come behind the move of that number,
   *   `digest` what is of other manifests; null leaves out nothing
   */
  listMoves(
    repositoryId: number,
    tag: string,
    page: { before: string | null; after: number | null; digest: string | null; limit: number },
  ): Promise<TagMove[]>
}

export interface TagWrites extends TagReads {
  /** Removes a tag, leaves the image, and notes the move; false when it was not there. */
  delete(repositoryId: number, tag: string, at: string): Promise<boolean>
  /** Points a tag at an image, and notes the move; false when it did already. */
  put(repositoryId: number, pointer: { tag: string; digest: Digest; at: string }): Promise<boolean>
}

/** A repository has a blob. */
export interface BlobLink {
  repositoryId: number
  digest: Digest
}

export interface BlobReads {
  /** Size of a blob that the repository has; null when it doesn't have it. */
  getSize(repositoryId: number, digest: Digest): Promise<number | null>
  /** A repository of the account that has the blob, for a mount that names no source; null when none has. */
  findInAccount(accountId: string, digest: Digest): Promise<number | null>
  /**
   * Which repositories have which blobs, from behind `after`, by repository and digest: a slice of a walk over all.
   * @param page isUnused of those that no manifest there names and that nobody asked for since `before`
   */
  listLinks(
    after: BlobLink | null,
    page: { limit: number; before: string },
  ): Promise<(BlobLink & { isUnused: boolean })[]>
  /** The blobs from behind `after`, by digest; unlinked are those that no repository has, and whose grace period has not begun. */
  listNoted(after: string, limit: number): Promise<{ digest: Digest; isUnlinked: boolean }[]>
  /** Blobs whose grace period began before `before`. */
  listExpired(before: string): Promise<Digest[]>
  has(digest: Digest): Promise<boolean>
  /**
   * Every blob that is noted, by digest; those that are added meanwhile may be left out.
   * @param after begins behind this digest
   */
  walk(after?: string): AsyncIterable<NotedBlob>
  /** How many blobs are noted, and how large they are together. */
  count(): Promise<{ blobs: number; bytes: number }>
  /** The repositories that have the blob, each as `ACCOUNT/NAME`; at most 100. */
  listRepositories(digest: Digest): Promise<string[]>
  /** Bytes of the blobs in the account's repositories; a content that several of them have counts once. */
  sumOfAccount(accountId: string): Promise<number>
  /** Blobs of the account's repositories, those first that were not asked for, as `linkedAt` says, for longest. */
  listLeastRecent(
    accountId: string,
    page: { skip: number; limit: number },
  ): Promise<{ repositoryId: number; digest: Digest; sizeBytes: number; linkedAt: string }[]>
  /** When the blob was last pushed, mounted or asked for here; null when the repository does not have it. */
  getLinkedAt(repositoryId: number, digest: Digest): Promise<string | null>
}

export interface BlobWrites extends BlobReads {
  /** Notes a blob that has just been made durable, and that the repository has it. */
  add(blob: { repositoryId: number; digest: Digest; sizeBytes: number; at: string }): Promise<void>
  /** Gives the repository a blob that is stored already. */
  link(blob: { repositoryId: number; digest: Digest; at: string }): Promise<void>
  /** Takes a blob from a repository; false when it did not have it. */
  unlink(repositoryId: number, digest: Digest): Promise<boolean>
  /**
   * Protects a blob from being collected for another while, because a client has just learnt that it need not push it.
   * @returns false when the repository does not have it, so that the client has to push it
   */
  touch(blob: { repositoryId: number; digest: Digest; at: string }): Promise<boolean>
  /** Of these, takes from their repositories the blobs that no manifest there names and that nobody asked for since `before`. */
  unlinkUnused(before: string, slice: { first: BlobLink; last: BlobLink }): Promise<number>
  /** Of these, starts the grace period of the blobs that no repository has any more. */
  markUnlinked(at: string, slice: { first: Digest; last: Digest }): Promise<void>
  /** Forgets a blob whose grace period is over, unless a repository has it again; true when it is forgotten. */
  forget(digest: Digest, before: string): Promise<boolean>
}

/** What takes how much room. */
export interface UsageReads {
  /** Every repository, with how many images and tags it has; those that are made meanwhile may be left out. */
  walkRepositories(): AsyncIterable<StoredRepository>
  /** Which repository has which blob, those of one blob after each other. */
  walkBlobLinks(): AsyncIterable<{ digest: string; repositoryId: number; sizeBytes: number }>
  /** Blobs that no repository has any more, which wait for garbage collection. */
  sumUnlinked(): Promise<{ blobs: number; bytes: number }>
}

export interface PullReads {
  /** @param options.fromDay the first day that is asked for, such as `2026-11-23` */
  get(repositoryId: number, options: { fromDay: string; maxTags: number }): Promise<RepositoryPulls>
  /**
   * By day: of the tags that were pulled most since `fromDay`, at most `maxTags` of them, with pulls by digest under the empty tag; and
   * by family of clients.
   */
  getDetails(repositoryId: number, options: { fromDay: string; maxTags: number }): Promise<PullDetails>
  /** The number of the last change; 0 before the first pull. */
  getLastChange(): Promise<number>
  /**
   * Counts that changed after the change `since`, in the order of their changes; 0 for a repository that is gone.
   * @returns null when that cannot be told: `since` is too long ago, or was never reached
   */
  listChanges(since: number): Promise<{ last: number; totals: PullTotal[] } | null>
  /** Those that were never pulled are left out. */
  listTotals(): Promise<PullTotal[]>
}

export interface PullWrites extends PullReads {
  /** A repository that is gone since is passed over. */
  add(pulls: readonly Pulls[]): Promise<void>
  /** The same pulls by client. A repository that is gone since is passed over. */
  addClients(pulls: readonly ClientPulls[]): Promise<void>
  /** Images that were pulled, by platform. A repository that is gone since is passed over. */
  addPlatforms(pulls: readonly PlatformPulls[]): Promise<void>
}

export interface ChangeReads {
  /** The changes after `since`, oldest first, at most 1,000 of them. */
  list(since: number): Promise<ChangePage>
}

export interface ChangeWrites extends ChangeReads {
  record(change: Change): Promise<void>
}

export interface AuditReads {
  /** The last place in the chain: that of the newest record, or the anchor where there is none. */
  getHead(): Promise<ChainLink>
  /** The last record that was removed for its age; the sequence is 0 when none was. */
  getAnchor(): Promise<ChainLink>
  /** Whether the transaction that put this link into the chain was committed. */
  hasLink(link: ChainLink): Promise<boolean>
  /** Whether one of the newest 100,000 records has one of these ids. */
  hasRecent(eventIds: readonly string[]): Promise<boolean>
  /**
   * At most `limit` records of the account before the place `before`. Those of other accounts that were about its registry are
   * among them.
   */
  find(filter: AuditFilter, page: { before: number; limit: number }): Promise<FoundPage>
  /** The records behind `after`, oldest first, at most 1,000 of them. */
  list(after: number, limit?: number): Promise<ChainedEvent[]>
}

export interface AuditWrites extends AuditReads {
  /**
   * Adds the records in their order; returns the last place in the chain, or null where places are given when the transaction ends.
   * @param known where the chain ended when it was last added to; it may have been rolled back since
   */
  append(events: readonly AuditEvent[], known?: ChainLink | null): Promise<ChainLink | null>
  /**
   * Removes records before `second` (since 1970), the oldest first, and never the newest record of all.
   * @returns how many went; call again until it is none
   */
  prune(second: number): Promise<number>
}

export interface SettingReads {
  /** A fact about the store itself; null when it was never set. */
  get(name: SettingName): Promise<string | null>
}

export interface SettingWrites extends SettingReads {
  put(name: SettingName, value: string): Promise<void>
  /** No error when it is not there. */
  delete(name: SettingName): Promise<void>
}
