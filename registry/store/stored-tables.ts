/** Every table of the metadata, in an order in which rows come after those they refer to: for what copies them from one engine to another. */
import type { Database } from './sql/schema.ts'

export interface StoredTable {
  name: keyof Database
  /** What tells its rows apart, and sorts them; empty for tables of few rows, which are taken whole. */
  key: readonly string[]
  /** So many rows are taken at once; fewer where one may be large. */
  rowsAtOnce: number
}

const table = (name: keyof Database, key: readonly string[] = [], rowsAtOnce = 500): StoredTable => ({
  name,
  key,
  rowsAtOnce,
})

export const storedTables: readonly StoredTable[] = [
  table('account', ['account_id']),
  table('alias', ['name', 'account_id']),
  table('released_alias', ['name']),
  table('user', ['user_id']),
  table('user_group', ['group_id']),
  table('group_member', ['group_id', 'user_id']),
  table('role', ['role_id']),
  table('inline_policy'),
  table('managed_policy', ['arn']),
  table('attached_policy'),
  table('access_key', ['access_key_id']),
  table('revoked_token', ['token_id']),
  table('access_version'),
  table('repository', ['repository_id']),
  table('logo', ['sha256'], 20),
  table('catalog_data', ['repository_id'], 100),
  table('repository_policy', ['repository_id']),
  table('resource_tag', ['repository_id', 'key']),
  table('blob', ['digest']),
  table('repository_blob', ['repository_id', 'digest']),
  table('blob_object', ['object_key']),
  table('upload', ['upload_id'], 100),
  table('image', ['repository_id', 'digest'], 100),
  table('image_manifest', ['repository_id', 'digest'], 20),
  table('image_reference', ['repository_id', 'digest', 'referenced_digest', 'kind']),
  table('image_tag', ['repository_id', 'tag']),
  table('tag_move', ['repository_id', 'number']),
  table('pull_count', ['repository_id', 'day', 'tag']),
  table('pull_total', ['repository_id', 'tag']),
  table('pull_client', ['repository_id', 'day', 'client']),
  table('pull_platform', ['repository_id', 'day', 'platform']),
  table('pull_change', ['sequence']),
  table('account_quota', ['account_id', 'name']),
  table('data_transfer', ['month', 'client']),
  table('written_batch', ['writer']),
  table('change', ['sequence']),
  table('audit_anchor'),
  table('audit_event', ['sequence'], 200),
]
