/**
 * Every verb of the metadata store, by noun: what it needs, what it gives, what it throws. Besides what is named here, each may
 * throw a failure of the store itself; see store-error.ts. What the verbs take and give is in entities.ts; each noun has a file in sql/.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type {
  AccessKey,
  Account,
  Alias,
  AliasDecision,
  AuditEvent,
  AuditFilter,
  Backdating,
  CatalogData,
  ChainedEvent,
  ChainLink,
  Change,
  ChangePage,
  DataTransfer,
  FoundPage,
  FoundRepositoryId,
  Group,
  HeldPolicies,
  IdentityPolicy,
  Image,
  ImageCursor,
  ImageTag,
  ImageTagCursor,
  KeptManifest,
  ListedAccessKey,
  ManagedPolicy,
  NewAccessKey,
  NewAlias,
  NewImage,
  NotedBlob,
  PolicyHolder,
  Pulls,
  PullTotal,
  ReferrerPage,
  ReferrerQuery,
  Repository,
  RepositoryAccess,
  RepositoryPulls,
  ResourceTag,
  Role,
  SettingName,
  StoredImage,
  StoredManifest,
  User,
} from './entities.ts'

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
  pulls: PullReads
  changes: ChangeReads
  audit: AuditReads
  settings: SettingReads
}

/** What can be done in a transaction, which may be run again from its beginning: nothing outside it changes before its end. */
export interface Transaction extends Writes {
  /** Has the work done once the transaction is durable; not at all when it fails. */
  afterCommit(work: () => void | Promise<void>): void
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
  pulls: PullWrites
  changes: ChangeWrites
  audit: AuditWrites
  settings: SettingWrites
}

export interface AccountReads {
  /** The display name; empty until one is set. */
  getDisplayName(accountId: string): Promise<string>
  /** Up to `limit` accounts whose ids come after `after`, from the first one when that is null; one when `only` is set. */
  list(wanted: { only: string | null; after: string | null; limit: number | null }): Promise<Account[]>
  /** The account with this id; null when there is none. */
  get(accountId: string): Promise<Account | null>
}

export interface AccountWrites extends AccountReads {
  setDisplayName(accountId: string, displayName: string): Promise<void>
  /** Adds an account; false when there is one with this id. */
  insert(account: { accountId: string; displayName: string; at: string }): Promise<boolean>
  /** Gives the verified mark, or takes it; false when there is no such account. */
  setVerified(accountId: string, verified: boolean): Promise<boolean>
}

export interface AliasReads {
  /** The account that the active alias belongs to; null when nobody has it. */
  getAccount(name: string): Promise<string | null>
  /** The account that the name belongs to, active or given back; null when it is free. */
  getHolder(name: string): Promise<{ accountId: string; released: boolean } | null>
  /** The alias in whatever status; null when the account neither has it nor asked for it. */
  get(wanted: { accountId: string; name: string }): Promise<Alias | null>
  /** The aliases of these accounts in every status, the primary one of each first, then the oldest. */
  list(accountIds: readonly string[]): Promise<Alias[]>
  /** Custom aliases that are active, and the display names of verified publishers; not those of `except`. */
  listPublisherNames(wanted: { except: string }): Promise<{ shown: string; verified: boolean }[]>
  /** The active aliases of all accounts, the primary ones first, then by name. */
  listActive(): Promise<{ accountId: string; name: string }[]>
  /** By name, with whose they are; of one account or in one status where that is set. */
  listWithAccounts(wanted: {
    accountId?: string | undefined
    status?: Alias['status'] | undefined
  }): Promise<(Alias & Pick<Account, 'displayName' | 'verified'>)[]>
}

export interface AliasWrites extends AliasReads {
  delete(wanted: { accountId: string; name: string }): Promise<void>
  /** Does nothing where the account already has a default alias; true when it made one. `at` is ISO 8601. */
  ensureDefault(account: { accountId: string; at: string }): Promise<boolean>
  /** A custom alias, in place of what the account had of this name. It is not the primary one. */
  put(wanted: NewAlias): Promise<void>
  /** Makes an active alias of the account its primary one. */
  putPrimary(wanted: { accountId: string; name: string }): Promise<void>
  /** Notes what the operator decided about an alias that an account asked for. */
  decide(alias: { accountId: string; name: string }, decision: AliasDecision): Promise<void>
  /** Refuses the name to all others who wait for it. */
  rejectOthers(
    alias: { accountId: string; name: string },
    decision: { at: string; reason: string },
  ): Promise<void>
  /** Keeps a name that was given back for the account that had it. */
  reserve(alias: { accountId: string; name: string; at: string }): Promise<void>
}

export interface UserReads {
  /** The user of this name; null when the account has none. */
  get(accountId: string, name: string): Promise<User | null>
  /** The users of an account by name, each with the names of its groups. */
  list(accountId: string): Promise<(User & { groups: string[] })[]>
}

export interface UserWrites extends UserReads {
  /** Adds a user; false when the account has one of this name. */
  insert(user: { userId: string; accountId: string; name: string; at: string }): Promise<boolean>
  /** Deletes a user with its keys, its own policies and its memberships. */
  delete(userId: string): Promise<void>
  /** Makes every token of the user one of an earlier generation. */
  revokeTokens(userId: string): Promise<void>
}

export interface GroupReads {
  /** The group of this name; null when the account has none. */
  get(accountId: string, name: string): Promise<Group | null>
  /** The groups of an account by name, each with the names of its users. */
  list(accountId: string): Promise<(Group & { users: string[] })[]>
}

export interface GroupWrites extends GroupReads {
  /** Adds a group; false when the account has one of this name. */
  insert(group: { groupId: string; accountId: string; name: string; at: string }): Promise<boolean>
  /** Its users stay, without what the group gave them. */
  delete(groupId: string): Promise<void>
  /** Does nothing when the user is a member. */
  addMember(groupId: string, userId: string): Promise<void>
  /** False when the user was no member. */
  removeMember(groupId: string, userId: string): Promise<boolean>
}

export interface RoleReads {
  /** Null when the account has no such role. */
  get(accountId: string, name: string): Promise<Role | null>
  /** The roles of an account, by name. */
  list(accountId: string): Promise<Role[]>
}

export interface RoleWrites extends RoleReads {
  /** Adds a role; false when the account has one of this name. */
  insert(role: Role & { at: string }): Promise<boolean>
  /** Replaces who may take the role on, as a JSON policy. */
  setTrustPolicy(roleId: string, trustPolicy: string): Promise<void>
  /** Deletes a role with its sessions and its own policies. */
  delete(roleId: string): Promise<void>
  /** Makes every token of the role one of an earlier generation. */
  revokeTokens(roleId: string): Promise<void>
}

export interface PolicyReads {
  /** How often something changed that decides about access. */
  getVersion(): Promise<number>
  /** In the order in which they are explained: own inline, own attached, then by group. */
  listOf(holder: { kind: 'user' | 'role'; id: string }): Promise<IdentityPolicy[]>
  /** The ARN of the policy of an account that has this name or this ARN; null when it has none. */
  findArn(accountId: string, policy: string): Promise<string | null>
  /** The policies that an account keeps, by name; not those that are built in. */
  list(accountId: string): Promise<ManagedPolicy[]>
  /** What the users, groups and roles of an account have. */
  listHeld(accountId: string): Promise<HeldPolicies>
  /** Whether anybody has the policy. */
  isAttached(arn: string): Promise<boolean>
}

export interface PolicyWrites extends PolicyReads {
  /** Adds a policy of an account; false when it has one of this name. */
  insert(policy: ManagedPolicy & { accountId: string; name: string; at: string }): Promise<boolean>
  delete(arn: string): Promise<void>
  /** Does nothing when it is attached. The policy may be one that is built in. */
  attach(holder: PolicyHolder, arn: string): Promise<void>
  /** False when it was not attached. */
  detach(holder: PolicyHolder, arn: string): Promise<boolean>
  /** Writes a policy of the holder's own, in place of one of the same name. */
  putInline(holder: PolicyHolder, policy: { name: string; document: string }): Promise<void>
  /** False when the holder had none of this name. */
  deleteInline(holder: PolicyHolder, name: string): Promise<boolean>
}

export interface AccessKeyReads {
  /** The access key with this id, expired and inactive ones included; null when there is none. */
  get(accessKeyId: string): Promise<AccessKey | null>
  /** The keys of an account, or of one of its users, the oldest first. */
  list(accountId: string, userName?: string): Promise<ListedAccessKey[]>
  /** How many keys a user has that do not expire. */
  countOfUser(userId: string): Promise<number>
}

export interface AccessKeyWrites extends AccessKeyReads {
  insert(key: NewAccessKey): Promise<void>
  /** False when there is no such key. */
  setStatus(accessKeyId: string, status: 'Active' | 'Inactive'): Promise<boolean>
  /** Makes every token of the key one of an earlier generation; false when there is no such key. */
  revokeTokens(accessKeyId: string): Promise<boolean>
  /** False when there is no such key. */
  delete(accessKeyId: string): Promise<boolean>
  /** Deletes keys that ended before this time. */
  deleteExpired(before: string): Promise<void>
  /** Deletes the keys of an account that expire at all. */
  deleteTemporary(accountId: string): Promise<void>
  /** Deletes all keys of one user, and all those of the gallery. */
  deleteOfUserAndGallery(userId: string | null): Promise<void>
}

export interface RevokedTokenReads {
  has(tokenId: string): Promise<boolean>
}

export interface RevokedTokenWrites extends RevokedTokenReads {
  /** Takes one login back, which would end at `expiresAt`, and forgets those that have ended by `now`. */
  add(token: { tokenId: string; expiresAt: string }, now: string): Promise<void>
}

export interface QuotaReads {
  /** Those of one account, by name. */
  list(accountId: string): Promise<Map<string, number>>
  /** One of one account; null where it is the usual one. */
  get(accountId: string, name: string): Promise<number | null>
}

export interface QuotaWrites extends QuotaReads {
  put(wanted: { accountId: string; name: string; value: number }): Promise<void>
  /** Makes it the usual one again; false when it was. */
  delete(wanted: { accountId: string; name: string }): Promise<boolean>
}

export interface TransferReads {
  /** What the client has been sent in the month. */
  get(wanted: Omit<DataTransfer, 'bytes'>): Promise<number>
}

export interface TransferWrites extends TransferReads {
  /** Adds to what is noted, and forgets the months before `keepSince`. */
  add(transfers: readonly DataTransfer[], keepSince: string): Promise<void>
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
  list(wanted: { accountId: string; after: string | null; limit: number }): Promise<Repository[]>
  /** The repositories among `names` that exist, in no particular order. */
  listNamed(accountId: string, names: readonly string[]): Promise<Repository[]>
  /** The names of the account's repositories that have a logo. */
  listWithLogo(accountId: string): Promise<string[]>
  /** How many repositories all accounts have. */
  countAll(): Promise<number>
}

export interface RepositoryWrites extends RepositoryReads {
  /** @returns the repository's id; null where it is gone, or was created no later than that, which changes nothing */
  backdate(wanted: Backdating): Promise<number | null>
  /**
   * Removes a slice of what a large repository has, the newest first, so that its removal holds nobody up.
   * @returns how many rows went; 0 when little is left, which goes with the repository itself
   */
  shrink(repositoryId: number): Promise<number>
  /** Removes the repository with everything that belongs to it. */
  delete(repositoryId: number): Promise<void>
  /** Adds an empty repository; the caller has made sure that the name is free. */
  insert(wanted: { accountId: string; name: string; at: string }): Promise<Repository>
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
  list(wanted: { repositoryId: number; after: ImageCursor | null; limit: number }): Promise<Image[]>
  /** The image with this digest; null when the repository has none. */
  get(repositoryId: number, digest: string): Promise<Image | null>
  /** Those of the digests that the repository has as images. */
  listStored(repositoryId: number, digests: readonly Digest[]): Promise<Map<Digest, StoredImage>>
}

export interface ImageWrites extends ImageReads {
  /** Removes an image with all its tags; false when it was not there. */
  delete(repositoryId: number, digest: Digest): Promise<boolean>
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
  /** Manifests that name this blob or image; a thing that is named must not go. */
  listTo(repositoryId: number, wanted: { digest: Digest; kind: 'blob' | 'image' }): Promise<Digest[]>
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
  list(wanted: { repositoryId: number; after: ImageTagCursor | null; limit: number }): Promise<ImageTag[]>
  /**
   * Up to `limit` tags behind `after`, in lexical order: without regard to case, and by bytes among equals.
   * @param after null begins at the first one; it need not be a tag that exists
   */
  listNames(repositoryId: number, wanted: { after: string | null; limit: number }): Promise<string[]>
}

export interface TagWrites extends TagReads {
  /** Removes a tag, and leaves the image; false when it was not there. */
  delete(repositoryId: number, tag: string): Promise<boolean>
  /** Points a tag at an image; false when it did already. */
  put(repositoryId: number, wanted: { tag: string; digest: Digest; at: string }): Promise<boolean>
}

export interface BlobReads {
  /** Size of a blob that the repository has; null when it doesn't have it. */
  getSize(repositoryId: number, digest: Digest): Promise<number | null>
  /** A repository of the account that has the blob, for a mount that names no source; null when none has. */
  findInAccount(accountId: string, digest: Digest): Promise<number | null>
  /** Blobs whose grace period began before `before`. */
  listExpired(before: string): Promise<Digest[]>
  has(digest: Digest): Promise<boolean>
  /** Every blob that is noted, by digest; those that are added meanwhile may be left out. */
  walk(): AsyncIterable<NotedBlob>
  /** How many blobs are noted, and how large they are together. */
  count(): Promise<{ blobs: number; bytes: number }>
  /** The repositories that have the blob, each as `ACCOUNT/NAME`; at most 100. */
  listRepositories(digest: Digest): Promise<string[]>
  /** Bytes of the blobs in the account's repositories; a content that several of them have counts once. */
  sumOfAccount(accountId: string): Promise<number>
  /** When the blob was last pushed, mounted or asked for here; null when the repository does not have it. */
  getLinkedAt(repositoryId: number, digest: Digest): Promise<string | null>
}

export interface BlobWrites extends BlobReads {
  /** Notes a blob that has just been made durable, and that the repository has it. */
  add(wanted: { repositoryId: number; digest: Digest; sizeBytes: number; at: string }): Promise<void>
  /** Gives the repository a blob that is stored already. */
  link(wanted: { repositoryId: number; digest: Digest; at: string }): Promise<void>
  /** Takes a blob from a repository; false when it did not have it. */
  unlink(repositoryId: number, digest: Digest): Promise<boolean>
  /**
   * Protects a blob from being collected for another while, because a client has just learnt that it need not push it.
   * @returns false when the repository does not have it, so that the client has to push it
   */
  touch(wanted: { repositoryId: number; digest: Digest; at: string }): Promise<boolean>
  /** Takes from repositories the blobs that no manifest there names and that nobody asked for since `before`. */
  unlinkUnused(before: string): Promise<number>
  /** Starts the grace period of blobs that no repository has any more. */
  markUnlinked(at: string): Promise<void>
  /** Forgets a blob whose grace period is over, unless a repository has it again; true when it is forgotten. */
  forget(digest: Digest, before: string): Promise<boolean>
}

export interface PullReads {
  /** @param options.fromDay the first day that is asked for, such as `2026-11-23` */
  get(repositoryId: number, wanted: { fromDay: string; maxTags: number }): Promise<RepositoryPulls>
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
  /**
   * At most `limit` records of the account before the place `before`. Those of other accounts that were about its registry are
   * among them.
   */
  find(filter: AuditFilter, wanted: { before: number; limit: number }): Promise<FoundPage>
  /** The records behind `after`, oldest first, at most 1,000 of them. */
  list(after: number, limit?: number): Promise<ChainedEvent[]>
}

export interface AuditWrites extends AuditReads {
  /**
   * Adds the records in their order; returns the last place in the chain.
   * @param known where the chain ended when it was last added to; it may have been rolled back since
   */
  append(events: readonly AuditEvent[], known?: ChainLink | null): Promise<ChainLink>
  /**
   * Removes records before `second` (since 1970), the oldest first, and never the newest record of all.
   * @returns how many went; call again while it is the batch's 10,000
   */
  prune(second: number): Promise<number>
}

export interface SettingReads {
  /** A fact about the store itself; null when it was never set. */
  get(name: SettingName): Promise<string | null>
}

export interface SettingWrites extends SettingReads {
  put(name: SettingName, value: string): Promise<void>
}
