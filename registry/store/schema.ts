/** The tables of the metadata store, as Kysely sees them. Times are ISO 8601 text in UTC, flags are 0 or 1. */
import type { Generated } from 'kysely'

export interface Database {
  account: {
    account_id: string
    /** The registry's display name; empty until one is set. */
    display_name: string
    verified: number
    created_at: string
  }
  /** A name under which a registry is reached; several may be active for one account. */
  alias: {
    name: string
    account_id: string
    status: 'ACTIVE' | 'PENDING' | 'REJECTED'
    is_primary: number
    is_default: number
    created_at: string
  }
  access_key: {
    access_key_id: string
    account_id: string
    user_name: string
    /** `owner` may do everything in its own registry; `gallery` may read every registry. */
    role: 'owner' | 'gallery'
    /** AES-256-GCM under a key derived from `DATA_DIR/key`. */
    secret_sealed: Uint8Array
    /** SHA-256 (hex) of the session token; null for a long-lived key. */
    session_token_sha256: string | null
    expires_at: string | null
    created_at: string
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
  /** Pulls on one day (`2026-11-23`), in UTC; the tag is empty for those by digest. */
  pull_count: {
    repository_id: number
    day: string
    tag: string
    count: number
  }
  /** The same over all time. */
  pull_total: {
    repository_id: number
    tag: string
    count: number
  }
  /** A quota that is not the usual one for this account; the names are those of limits/quota-table.ts. */
  account_quota: {
    account_id: string
    name: string
    value: number
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
  /** Facts about the store itself, such as whether the demo catalogue is complete. */
  setting: {
    name: string
    value: string
  }
}
