/** The tables of the metadata store, as Kysely sees them. Times are ISO 8601 text in UTC, flags are 0 or 1. */
import type { Generated } from 'kysely'

export interface Database {
  account: {
    account_id: string
    /** The registry's display name; empty until one is set. */
    display_name: string
    /** What the publisher's page says of it, and an https address; both empty until set. */
    description: Generated<string>
    website: Generated<string>
    verified: number
    created_at: string
  }
  /**
   * A name under which a registry is reached, or was asked for; several may be active for one account, and several
   * accounts may wait for one name.
   */
  alias: {
    name: string
    account_id: string
    status: 'ACTIVE' | 'PENDING' | 'REJECTED'
    is_primary: number
    is_default: number
    /** When it was asked for. */
    created_at: string
    /** When the operator gave or refused it; null for one that needed no decision or waits for it. */
    decided_at: string | null
    /** Why it was refused. */
    reason: string | null
  }
  /** A name that was given back, and who had it: nobody else gets it, as old references would lead to them. */
  released_alias: {
    name: string
    account_id: string
    released_at: string
  }
  user: {
    /** `AIDA…` */
    user_id: string
    account_id: string
    name: string
    /** Tokens of an earlier generation are revoked. */
    token_generation: Generated<number>
    created_at: string
  }
  user_group: {
    /** `AGPA…` */
    group_id: string
    account_id: string
    name: string
    created_at: string
  }
  group_member: {
    group_id: string
    user_id: string
  }
  role: {
    /** `AROA…` */
    role_id: string
    account_id: string
    name: string
    /** Who may take the role, as a JSON policy. */
    trust_policy: string
    max_session_seconds: number
    token_generation: Generated<number>
    created_at: string
  }
  /** Of exactly one user, group or role. */
  inline_policy: {
    user_id: string | null
    group_id: string | null
    role_id: string | null
    name: string
    document: string
  }
  /** An account's own; those that are built in have no row. */
  managed_policy: {
    arn: string
    account_id: string
    name: string
    document: string
    created_at: string
  }
  /** To exactly one user, group or role; the policy is an account's own or a built-in one. */
  attached_policy: {
    user_id: string | null
    group_id: string | null
    role_id: string | null
    policy_arn: string
  }
  access_key: {
    access_key_id: string
    account_id: string
    /** `gallery` is this project's own: it may read every registry and write none. */
    kind: 'user' | 'role' | 'gallery'
    /** Of a user's key. */
    user_id: string | null
    /** Of a role session's, with its name. */
    role_id: string | null
    session_name: string | null
    status: Generated<'Active' | 'Inactive'>
    /** AES-256-GCM under a key derived from `DATA_DIR/key`. */
    secret_sealed: Uint8Array
    /** SHA-256 (hex) of the session token; null for a long-lived key. */
    session_token_sha256: string | null
    expires_at: string | null
    token_generation: Generated<number>
    created_at: string
  }
  /** Login tokens that were taken back one by one. */
  revoked_token: {
    token_id: string
    expires_at: string
  }
  /** One row: how often something changed that decides about access. */
  access_version: {
    version: number
  }
  repository: {
    repository_id: Generated<number>
    account_id: string
    name: string
    created_at: string
    /** Last change of the repository or its catalogue data. */
    updated_at: string
  }
  /** One row once catalogue data was set; lists are JSON arrays of strings. */
  catalog_data: {
    repository_id: number
    description: string | null
    about_text: string | null
    usage_text: string | null
    architectures: string | null
    operating_systems: string | null
    /** SHA-256 (hex) of the re-encoded logo, which is also its file name. */
    logo_sha256: string | null
  }
  logo: {
    sha256: string
    png: Uint8Array
    created_at: string
  }
  repository_policy: {
    repository_id: number
    policy_text: string
  }
  resource_tag: {
    repository_id: number
    key: string
    value: string
  }
  /** A content that is whole on the disk. */
  blob: {
    digest: string
    size_bytes: number
    created_at: string
    /** When it was first seen to be in no repository; null while it is in one. */
    unlinked_at: string | null
  }
  /** Which repositories have a blob: only through them it can be read. */
  repository_blob: {
    repository_id: number
    digest: string
    /** When it was last pushed, mounted or asked for, which keeps it from being collected for a while. */
    linked_at: string
  }
  /** A manifest of any kind: an image, an index or an artifact. */
  image: {
    repository_id: number
    digest: string
    media_type: string
    /** Media type of the config. */
    artifact_media_type: string | null
    /** Everything it names, compressed; of an index, the largest child. */
    size_bytes: number
    pushed_at: string
    manifest_bytes: Generated<number>
    subject_digest: string | null
    /** As the referrers API gives it. */
    artifact_type: string | null
    /** JSON object of strings. */
    annotations: Generated<string>
  }
  /** The manifest as it was pushed, byte for byte. */
  image_manifest: {
    repository_id: number
    digest: string
    content: Uint8Array
  }
  /** What a manifest names: blobs, and other manifests. */
  image_reference: {
    repository_id: number
    digest: string
    referenced_digest: string
    kind: 'blob' | 'image'
    media_type: string
  }
  image_tag: {
    repository_id: number
    tag: string
    digest: string
    created_at: string
  }
  /** One move of a tag: to an image, or its removal while it pointed to one; numbered within the repository and within the tag. */
  tag_move: {
    repository_id: number
    number: number
    tag: string
    tag_number: number
    digest: string
    media_type: string
    manifest_bytes: number
    moved_at: string
    is_removal: number
  }
  /** Pulls on one day (`2026-11-23`), in UTC; the tag is empty for those by digest. */
  pull_count: {
    repository_id: number
    day: string
    tag: string
    count: number
  }
  /** Pulls on one day with one family of clients. */
  pull_client: {
    repository_id: number
    day: string
    client: string
    count: number
  }
  /** Images that were pulled on one day for one platform. */
  pull_platform: {
    repository_id: number
    day: string
    platform: string
    count: number
  }
  /** Pulls by tag over all time. */
  pull_total: {
    repository_id: number
    tag: string
    count: number
  }
  /** Written by triggers: repositories with pulls, those last whose counts changed last; with a name where it is gone since. */
  pull_change: {
    sequence: number
    repository_id: number
    removed_account_id: string | null
    removed_name: string | null
  }
  /** A quota that is not the usual one for this account; the names are those of domain/limits/quota-table.ts. */
  account_quota: {
    account_id: string
    name: string
    value: number
  }
  /** An object of an S3 service: which blob it has, or had when it was found damaged, or that it is to be deleted. */
  blob_object: {
    object_key: string
    /** Empty for one that never had a whole blob. */
    digest: string
    size_bytes: number
    state: 'kept' | 'aside' | 'leaving'
    /** Of an unfinished upload into it. */
    multipart_id: string | null
    changed_at: string
  }
  /** A blob on its way into an object. */
  upload: {
    upload_id: string
    repository_id: number | null
    principal: string
    way: string
    begun_at: string
    touched_at: string
    part_bytes: string
    progress: string
    version: number
    held_until: string | null
  }
  /** The newest batch of counts of each writer. */
  written_batch: {
    writer: string
    number: number
    written_at: string
  }
  /** Bytes of blobs sent in one month (`2026-11`), in UTC, to an account or to a network of anonymous clients. */
  data_transfer: {
    month: string
    client: string
    bytes: number
  }
  /** The change feed: one row for each change that a page can show. */
  change: {
    sequence: Generated<number>
    account_id: string
    /** Null when the registry itself changed: an alias, the display name, the verified mark. */
    repository_name: string | null
    at: string
  }
  /** One record of what was done, in a chain: `hash` is the SHA-256 of the hash before it and of `record`. */
  audit_event: {
    /** Without gaps, from one after the anchor. */
    sequence: number
    event_id: string
    /** Seconds since 1970. */
    event_second: number
    event_source: string
    event_name: string
    read_only: number
    /** The account that acted; null when it concerns the operator alone. */
    account_id: string | null
    /** The account whose registry it was about, where that is another one. */
    owner_account_id: string | null
    user_name: string | null
    access_key_id: string | null
    /** The name of the repository that it was about. */
    resource_name: string | null
    hash: Uint8Array
    /** The record as JSON; what is in other columns is only copied out of it. */
    record: string
  }
  /** The last record that retention has removed; its hash is what the chain begins with. */
  audit_anchor: {
    anchor_id: number
    sequence: number
    hash: Uint8Array
  }
  /** Facts about the store itself, such as whether the demo catalogue is complete. */
  setting: {
    name: string
    value: string
  }
}
