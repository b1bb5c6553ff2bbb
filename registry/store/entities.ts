/** What the verbs of the store take and give. Times are ISO 8601 text in UTC, sizes are bytes. */
import type { Digest } from '#lib/oci/digest.ts'

/** What a publisher's page says of it beside its name. */
export interface RegistryProfile {
  /** Plain text in one line; empty for none. */
  description: string
  /** An https address; empty for none. */
  website: string
}

export interface Account extends RegistryProfile {
  accountId: string
  /** Empty until one is set. */
  displayName: string
  verified: boolean
}

export interface Alias {
  name: string
  accountId: string
  status: 'ACTIVE' | 'PENDING' | 'REJECTED'
  primary: boolean
  default: boolean
  /** When it was asked for or given, ISO 8601. */
  requestedAt: string
  /** When the operator decided; null while it waits, and for one that needed no decision. */
  decidedAt: string | null
  /** Why it was refused. */
  reason: string | null
}

export interface NewAlias {
  accountId: string
  name: string
  status: 'ACTIVE' | 'PENDING'
  /** ISO 8601. */
  at: string
}

export interface Role {
  roleId: string
  accountId: string
  name: string
  /** JSON. */
  trustPolicy: string
  maxSessionSeconds: number
}

export interface IdentityPolicy {
  /** The ARN of a managed policy, or what the inline one is called: `user/ci/push`. */
  name: string
  /** JSON; null for a managed policy that is built in, or has no row any more. */
  document: string | null
}

export interface AccessKey {
  accessKeyId: string
  accountId: string
  holder:
    | { kind: 'user'; id: string; name: string }
    | { kind: 'role'; id: string; name: string; sessionName: string }
    | { kind: 'gallery' }
  isActive: boolean
  secretSealed: Uint8Array
  /** SHA-256 (hex) of the session token; null for a long-lived key. */
  sessionTokenSha256: string | null
  /** Null for a key that does not expire. */
  expiresAt: string | null
  /** Of the key, then of its holder; tokens of another one are revoked. */
  tokenGeneration: string
}

export interface DataTransfer {
  /** `2026-11`, in UTC. */
  month: string
  client: string
  bytes: number
}

/** `pushedAt` has the times by digest; all of them, and `createdAt`, are ISO 8601. */
export interface Backdating {
  accountId: string
  name: string
  createdAt: string
  pushedAt: ReadonlyMap<string, string>
}

export interface FoundRepositoryId {
  /** Whose the active alias is; null when it is nobody's. */
  accountId: string | null
  /** Null when there is no repository of that name. */
  repositoryId: number | null
}

export interface RepositoryAccess {
  policyText: string | null
  tags: { key: string; value: string }[]
}

export interface Repository {
  repositoryId: number
  accountId: string
  name: string
  /** ISO 8601. */
  createdAt: string
}

export interface ResourceTag {
  key: string
  value: string
}

/** Null stands for what was never set. */
export interface CatalogData {
  description: string | null
  aboutText: string | null
  usageText: string | null
  architectures: string[] | null
  operatingSystems: string[] | null
  /** SHA-256 (hex) of the re-encoded logo. */
  logoSha256: string | null
}

export interface Image {
  digest: string
  mediaType: string
  artifactMediaType: string | null
  sizeBytes: number
  /** ISO 8601. */
  pushedAt: string
  /** By name; empty for an untagged image. */
  tags: string[]
}

/** Where a page begins: behind this image. */
export interface ImageCursor {
  pushedAt: string
  digest: string
}

export interface NewImage {
  digest: Digest
  content: Uint8Array
  mediaType: string
  artifactMediaType: string | null
  artifactType: string | null
  annotations: Record<string, string>
  subject: Digest | null
  /** Everything it names, compressed; of an index, the largest child. */
  sizeBytes: number
  references: readonly ImageReference[]
}

export interface ImageReference {
  digest: Digest
  kind: 'blob' | 'image'
  mediaType: string
}

export interface StoredManifest {
  digest: Digest
  mediaType: string
  content: Uint8Array
  /** True when an index of the repository names it: then it is pulled as a part. */
  isChild: boolean
}

export interface KeptManifest {
  repositoryId: number
  /** As `ACCOUNT/NAME`. */
  repository: string
  digest: Digest
  mediaType: string
  /** Null when it is lost. */
  content: Uint8Array | null
}

export interface StoredRepository {
  repositoryId: number
  accountId: string
  name: string
  images: number
  tags: number
}

export interface StoredImage {
  mediaType: string
  /** Of its manifest. */
  manifestBytes: number
  /** Of everything that it names. */
  sizeBytes: number
}

export interface Referrer {
  digest: Digest
  mediaType: string
  manifestBytes: number
  artifactType: string | null
  annotations: Record<string, string>
}

export interface ReferrerPage {
  referrers: Referrer[]
  hasMore: boolean
}

export interface ImageTag {
  tag: string
  /** ISO 8601: when the tag was set to this image. */
  createdAt: string
  digest: string
  mediaType: string
  artifactMediaType: string | null
  sizeBytes: number
  /** ISO 8601. */
  pushedAt: string
}

/** A move of a tag: it was pointed at an image, or removed while it pointed to one. */
export interface TagMove {
  /** Counts up within the tag. */
  number: number
  digest: string
  mediaType: string
  manifestBytes: number
  /** ISO 8601. */
  movedAt: string
  isRemoval: boolean
}

/** A tag with the manifest that it points to, and since when. */
export interface TimedTag {
  tag: string
  digest: string
  mediaType: string
  manifestBytes: number
  /** ISO 8601. */
  createdAt: string
}

/** Where a page begins: behind this tag. */
export interface ImageTagCursor {
  createdAt: string
  tag: string
}

export interface NotedBlob {
  digest: Digest
  sizeBytes: number
}

export interface Pulls {
  repositoryId: number
  /** `2026-11-23`, in UTC. */
  day: string
  /** Empty for pulls by digest. */
  tag: string
  count: number
}

/** Pulls of one repository on one day with one family of clients. */
export interface ClientPulls {
  repositoryId: number
  day: string
  client: string
  count: number
}

/** Images of one repository that were pulled on one day for one platform. */
export interface PlatformPulls {
  repositoryId: number
  day: string
  platform: string
  count: number
}

/** Pulls of a repository by day, in the order of days. */
export interface PullDetails {
  tags: { day: string; tag: string; count: number }[]
  clients: { day: string; client: string; count: number }[]
  platforms: { day: string; platform: string; count: number }[]
}

export interface RepositoryPulls {
  total: number
  /** Days without a pull are left out. */
  days: { day: string; count: number }[]
  /** Over all time, most pulled first; pulls by digest are in the total only. */
  tags: { tag: string; count: number }[]
}

export interface PullTotal {
  accountId: string
  repositoryName: string
  count: number
}

export interface ChangePage {
  /** The last change of this page, or of the feed where the page is empty; what follows it is asked for next. */
  sequence: number
  /** True when changes after `since` are gone, or `since` was never reached: read everything again. */
  reset: boolean
  changes: { sequence: number; registryId: string; repositoryName: string | null; at: string }[]
}

/** What is stored of a record beside its place in the chain. */
export interface AuditEvent {
  eventId: string
  /** Seconds since 1970. */
  eventSecond: number
  eventSource: string
  eventName: string
  readOnly: boolean
  /** Null when it concerns the operator alone. */
  accountId: string | null
  /** Null unless the registry is another account's. */
  ownerAccountId: string | null
  userName: string | null
  accessKeyId: string | null
  resourceName: string | null
  /** JSON. */
  record: string
}

/** A place in the chain. */
export interface ChainLink {
  sequence: number
  hash: Uint8Array
}

export interface AuditFilter {
  accountId: string
  /** Who looks: an account, which finds what others did in its registry only by what it is shown of that, or the operator. */
  reader: 'account' | 'operator'
  eventId?: string
  eventName?: string
  eventSource?: string
  readOnly?: boolean
  userName?: string
  accessKeyId?: string
  resourceName?: string
  /** Only records about a repository. */
  hasResource?: true
  /** Seconds since 1970, both included. */
  fromSecond?: number
  toSecond?: number
}

export interface FoundEvent {
  sequence: number
  eventId: string
  eventSecond: number
  eventSource: string
  eventName: string
  readOnly: boolean
  userName: string | null
  accessKeyId: string | null
  resourceName: string | null
  /** Somebody of another account did it, in the registry of the account that is looked up. */
  isOthers: boolean
  record: string
}

export interface FoundPage {
  events: FoundEvent[]
  /** Look on before this place; null at the end of the log. Also of a page that is not full. */
  before: number | null
}

export interface ChainedEvent extends AuditEvent {
  sequence: number
  hash: Uint8Array
}

/** What the operator decided about an alias. */
export interface AliasDecision {
  status: 'ACTIVE' | 'REJECTED'
  at: string
  /** Why it was refused; null for one that was given. */
  reason: string | null
}

export interface User {
  /** `AIDA…` */
  userId: string
  name: string
  createdAt: string
}

export interface Group {
  /** `AGPA…` */
  groupId: string
  name: string
}

/** Whose a policy is. */
export interface PolicyHolder {
  kind: 'user' | 'group' | 'role'
  id: string
}

export interface ManagedPolicy {
  arn: string
  /** JSON. */
  document: string
}

/** Holders are named as `user/ci`, `group/pushers` and `role/build`. */
export interface HeldPolicies {
  attached: { holder: string; arn: string }[]
  /** `document` is JSON. */
  inline: { holder: string; name: string; document: string }[]
}

/** Whom a new key stands for. */
export type KeyHolder =
  | { kind: 'user'; userId: string }
  | { kind: 'role'; roleId: string; sessionName: string }
  /** Reads every registry and writes none. */
  | { kind: 'gallery' }

export interface NewAccessKey {
  accessKeyId: string
  accountId: string
  holder: KeyHolder
  secretSealed: Uint8Array
  /** SHA-256 (hex) of the session token; null for a long-lived key. */
  sessionTokenSha256: string | null
  /** Null for a key that does not expire. */
  expiresAt: string | null
  at: string
}

export interface ListedAccessKey extends Pick<AccessKey, 'accessKeyId' | 'holder' | 'expiresAt'> {
  status: 'Active' | 'Inactive'
  createdAt: string
}

export interface Change {
  accountId: string
  /** Null when the registry itself changed: an alias, the display name, the verified mark. */
  repositoryName: string | null
  at: string
}

/** Which referrers a page has. */
export interface ReferrerQuery {
  subject: Digest
  artifactType: string | null
  /** A digest; the page begins behind it. */
  after: string
  limit: number
  /** Bounds the annotations of a page, of which there is at least one referrer. */
  maxBytes: number
}

/** `admin-account` is the first account's id; `demo` says how far the demo catalogue is, `scrub` how far the blobs are read again. */
export type SettingName =
  | 'admin-account'
  | 'demo'
  | 'scrub'
  | 'read-only'
  /** The bucket with the content; none where files have it. */
  | 'content-place'
  /** Where the content is being moved to; none while it is not. */
  | 'content-move'
  /** By account: the host whose images it has. */
  | `upstream-of:${string}`
  /** By repository and tag: when the upstream last said where the tag points. */
  | `upstream-tag:${number}:${string}`

/** What a look at the whole metadata has found. */
export interface Inspection {
  /** A line for each thing that is damaged; empty when the metadata is whole. */
  damage: string[]
  /** How many there are of each. */
  rows: Record<'account' | 'alias' | 'repository' | 'logo' | 'image' | 'change', number>
}

/** Where a copy of the audit log ends, as text. */
export interface ChainHead {
  sequence: number
  sha256: string
}
