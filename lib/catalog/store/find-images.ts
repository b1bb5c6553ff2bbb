/** Images by tag and by the beginning of a digest, out of the tags that the index keeps. */
import type { FoundImage } from '../catalog.ts'
import { listTagTerms } from '../engine/index-document.ts'
import type { IndexDatabase } from './index-database.ts'

const headDigits = 12
const sha256 = /^sha256:[0-9a-f]+$/

interface TagRow {
  repository_id: number
  primary_alias: string
  name: string
  tag: string
  digest: string
}

const tagColumns = `t.repository_id, g.primary_alias, r.name, t.tag, t.digest
  FROM repository_tag t JOIN repository r USING (repository_id) JOIN registry g USING (registry_key)`

/** The first 48 bits of a digest as a number, or null where it is no SHA-256 digest. */
export function toDigestHead(digest: string): number | null {
  return sha256.test(digest)
    ? Number.parseInt(digest.slice(7, 7 + headDigits).padEnd(headDigits, '0'), 16)
    : null
}

/** The image that a tag names, by any active alias, with every tag that names it. */
export function findTag(
  database: IndexDatabase,
  registryAlias: string,
  repositoryName: string,
  tag: string,
): FoundImage | null {
  const row = database.get<TagRow>(
    `SELECT ${tagColumns} JOIN registry_alias a USING (registry_key) WHERE a.alias = ? AND r.name = ? AND t.tag = ?`,
    registryAlias,
    repositoryName,
    tag,
  )
  return row === undefined ? null : toFoundImage(database, row)
}

/** Images whose digest begins so, in the order of their digests. */
export function findDigest(database: IndexDatabase, digestPrefix: string, limit: number): FoundImage[] {
  return listDigestRows(database, digestPrefix, limit).map((row) => toFoundImage(database, row))
}

/** Repositories that have an image whose digest begins so, by their ids. */
export function listDigestRepositories(
  database: IndexDatabase,
  digestPrefix: string,
  limit: number,
): number[] {
  return [...new Set(listDigestRows(database, digestPrefix, limit).map((row) => row.repository_id))]
}

/** Whether the repository has the tag. */
export function hasTag(database: IndexDatabase, repositoryId: number, tag: string): boolean {
  const sql = 'SELECT 1 FROM repository_tag WHERE repository_id = ? AND tag = ?'
  return database.get(sql, repositoryId, tag) !== undefined
}

/** Tags of a repository that begin so, the newest first. */
export function listTagsThatBegin(
  database: IndexDatabase,
  repositoryId: number,
  beginning: string,
  limit: number,
): string[] {
  return database
    .all<{ tag: string }>(
      `SELECT tag FROM repository_tag WHERE repository_id = ? AND tag >= ? AND tag < ? ORDER BY position LIMIT ?`,
      repositoryId,
      beginning,
      `${beginning}\uffff`,
      limit,
    )
    .map(({ tag }) => tag)
}

function listDigestRows(database: IndexDatabase, digestPrefix: string, limit: number): TagRow[] {
  const from = toDigestHead(digestPrefix)
  if (from === null) return []
  const digits = Math.min(headDigits, digestPrefix.length - 7)
  return database.all<TagRow>(
    `SELECT ${tagColumns} WHERE t.digest_head >= ? AND t.digest_head < ? AND substr(t.digest, 1, ?) = ?
     GROUP BY t.repository_id, t.digest ORDER BY t.digest, g.primary_alias, r.name LIMIT ?`,
    from,
    from + 16 ** (headDigits - digits),
    digestPrefix.length,
    digestPrefix,
    limit,
  )
}

function toFoundImage(database: IndexDatabase, row: TagRow): FoundImage {
  const tags = database.all<{ tag: string }>(
    'SELECT tag FROM repository_tag WHERE repository_id = ? AND digest = ? ORDER BY position',
    row.repository_id,
    row.digest,
  )
  return {
    registryAlias: row.primary_alias,
    repositoryName: row.name,
    digest: row.digest,
    tags: tags.map(({ tag }) => tag),
  }
}

/** So many tags, the newest of them, are looked through for the one that a search means. */
const maxTagsRead = 300

/** The newest tag that has all of the words in it, as they are indexed; null where several have them together only. */
export function findMatchedTag(
  database: IndexDatabase,
  repositoryId: number,
  words: readonly string[],
): string | null {
  const found = listNewestTags(database, repositoryId).find((tag) => {
    const terms = new Set(listTagTerms(tag))
    return words.every((word) => terms.has(word))
  })
  return found ?? null
}

/** The tags of a repository, the newest first, and no more than are looked through at once. */
export function listNewestTags(database: IndexDatabase, repositoryId: number): string[] {
  return database
    .all<{ tag: string }>(
      'SELECT tag FROM repository_tag WHERE repository_id = ? ORDER BY position LIMIT ?',
      repositoryId,
      maxTagsRead,
    )
    .map(({ tag }) => tag)
}
