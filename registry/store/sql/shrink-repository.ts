/**
 * Takes most of a large repository away in steps of about 5 ms, so that others can write between two of them: at once, a hundred
 * thousand images would hold everybody up.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { DialectWords } from './dialect-words.ts'
import { createImageVerbs } from './images.ts'
import type { Database } from './schema.ts'
import { ROWS_AT_ONCE } from './slices.ts'

/** So long one step goes on with images, of which each may have many rows. */
const stepMs = 10

/** What is above the first rows, which go with the repository itself. */
const slice = sql`LIMIT ${ROWS_AT_ONCE} OFFSET ${ROWS_AT_ONCE}`

/** Runs one step. @returns how many rows it took; 0 when the repository is small */
export async function shrinkRepository(
  db: Kysely<Database>,
  words: DialectWords,
  repositoryId: number,
): Promise<number> {
  const steps = [
    () =>
      count(
        db,
        sql`DELETE FROM image_tag WHERE repository_id = ${repositoryId} AND tag IN (
      SELECT tag FROM image_tag WHERE repository_id = ${repositoryId} ${slice})`,
      ),
    () => deleteNewestImages(db, words, repositoryId),
    () =>
      count(
        db,
        sql`DELETE FROM repository_blob WHERE repository_id = ${repositoryId} AND digest IN (
      SELECT digest FROM repository_blob AS link WHERE repository_id = ${repositoryId} AND NOT EXISTS (
        SELECT 1 FROM image_reference WHERE repository_id = ${repositoryId}
          AND referenced_digest = link.digest AND kind = 'blob')
      ${slice})`,
      ),
    () =>
      count(
        db,
        sql`DELETE FROM tag_move WHERE repository_id = ${repositoryId} AND number IN (
      SELECT number FROM tag_move WHERE repository_id = ${repositoryId} ${slice})`,
      ),
    () =>
      count(
        db,
        sql`DELETE FROM pull_count WHERE repository_id = ${repositoryId} AND (day, tag) IN (
      SELECT day, tag FROM pull_count WHERE repository_id = ${repositoryId} ${slice})`,
      ),
    () =>
      count(
        db,
        sql`DELETE FROM pull_client WHERE repository_id = ${repositoryId} AND (day, client) IN (
      SELECT day, client FROM pull_client WHERE repository_id = ${repositoryId} ${slice})`,
      ),
    () =>
      count(
        db,
        sql`DELETE FROM pull_platform WHERE repository_id = ${repositoryId} AND (day, platform) IN (
      SELECT day, platform FROM pull_platform WHERE repository_id = ${repositoryId} ${slice})`,
      ),
    () =>
      count(
        db,
        sql`DELETE FROM pull_total WHERE repository_id = ${repositoryId} AND tag IN (
      SELECT tag FROM pull_total WHERE repository_id = ${repositoryId} ${slice})`,
      ),
  ]
  for (const step of steps) {
    const removed = await step()
    if (removed > 0) return removed
  }
  return 0
}

async function count(db: Kysely<Database>, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(db)).numAffectedRows ?? 0)
}

/** The newest first, as an index comes after its images: no index is left without one. */
async function deleteNewestImages(
  db: Kysely<Database>,
  words: DialectWords,
  repositoryId: number,
): Promise<number> {
  const rows = await db
    .selectFrom('image')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .orderBy('pushed_at', 'desc')
    .orderBy('digest')
    .limit(ROWS_AT_ONCE + 1)
    .execute()
  if (rows.length <= ROWS_AT_ONCE && !(await namesMuch(db, repositoryId))) return 0
  const images = createImageVerbs(db, words)
  const startedAt = performance.now()
  let removed = 0
  for (const { digest } of rows) {
    await images.delete(repositoryId, digest as Digest, null)
    removed += 1
    if (performance.now() - startedAt > stepMs) break
  }
  return removed
}

/** Few images may name a great many layers. */
async function namesMuch(db: Kysely<Database>, repositoryId: number): Promise<boolean> {
  const row = await db
    .selectFrom('image_reference')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .limit(1)
    .offset(ROWS_AT_ONCE)
    .executeTakeFirst()
  return row !== undefined
}
