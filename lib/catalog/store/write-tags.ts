/** Writes the tags of a repository. Most writes change none of them, and a repository may have a thousand. */
import { createHash } from 'node:crypto'
import type { TagRecord } from './catalog-writer.ts'
import { toDigestHead } from './find-images.ts'
import type { IndexDatabase } from './index-database.ts'

/** Replaces the tags; of two with one name the first stays. */
export function putTags(database: IndexDatabase, repositoryId: number, tags: readonly TagRecord[]): void {
  database.run('DELETE FROM repository_tag WHERE repository_id = ?', repositoryId)
  for (const [position, { tag, digest }] of tags.entries()) {
    database.run(
      `INSERT OR IGNORE INTO repository_tag (repository_id, tag, position, digest, digest_head) VALUES (?, ?, ?, ?, ?)`,
      repositoryId,
      tag,
      position,
      digest,
      toDigestHead(digest),
    )
  }
}

/** Tells whether tags changed. */
export function toTagsFingerprint(tags: readonly TagRecord[]): string {
  const hash = createHash('sha256')
  for (const { tag, digest } of tags) hash.update(`${tag} ${digest}\n`)
  return hash.digest('base64')
}
