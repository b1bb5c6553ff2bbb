/**
 * Takes most of a large repository away before it is deleted, in many short transactions: in one, everybody else would wait for
 * as long as a hundred thousand images take. What is left goes with the repository itself, in the transaction that also has
 * the record of the call; a repository that is not large is left to that alone.
 */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import { deleteImage } from '#registry/store/image/delete-image.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { Database } from '#registry/store/schema.ts'

/** Rows of one transaction, and rows that are left; about 5 ms of work. */
const rowsAtOnce = 500
/** So long one transaction goes on with images, of which each may have many rows. */
const transactionMs = 10

/** The contents of its blobs are collected later, as always. */
export async function emptyRepository(store: Store, repositoryId: number): Promise<void> {
  const drain = (statement: RawBuilder<unknown>) =>
    repeat(store, async (tx) => Number((await statement.execute(tx)).numAffectedRows ?? 0))
  const slice = sql`LIMIT ${rowsAtOnce} OFFSET ${rowsAtOnce}`
  await drain(sql`DELETE FROM image_tag WHERE repository_id = ${repositoryId} AND tag IN (
    SELECT tag FROM image_tag WHERE repository_id = ${repositoryId} ${slice})`)
  await repeat(store, (tx) => deleteNewestImages(tx, repositoryId))
  await drain(sql`DELETE FROM repository_blob WHERE repository_id = ${repositoryId} AND digest IN (
    SELECT digest FROM repository_blob AS link WHERE repository_id = ${repositoryId} AND NOT EXISTS (
      SELECT 1 FROM image_reference WHERE repository_id = ${repositoryId}
        AND referenced_digest = link.digest AND kind = 'blob')
    ${slice})`)
  await drain(sql`DELETE FROM pull_count WHERE repository_id = ${repositoryId} AND (day, tag) IN (
    SELECT day, tag FROM pull_count WHERE repository_id = ${repositoryId} ${slice})`)
  await drain(sql`DELETE FROM pull_total WHERE repository_id = ${repositoryId} AND tag IN (
    SELECT tag FROM pull_total WHERE repository_id = ${repositoryId} ${slice})`)
}

/** The newest first, as an index comes after its images: no index is left without one. */
async function deleteNewestImages(tx: Kysely<Database>, repositoryId: number): Promise<number> {
  const rows = await tx
    .selectFrom('image')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .orderBy('pushed_at', 'desc')
    .orderBy('digest')
    .limit(rowsAtOnce + 1)
    .execute()
  if (rows.length <= rowsAtOnce && !(await namesMuch(tx, repositoryId))) return 0
  const startedAt = performance.now()
  let removed = 0
  for (const { digest } of rows) {
    await deleteImage(tx, repositoryId, digest as Digest)
    removed += 1
    if (performance.now() - startedAt > transactionMs) break
  }
  return removed
}

/** Few images may name a great many layers. */
async function namesMuch(tx: Kysely<Database>, repositoryId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('image_reference')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .limit(1)
    .offset(rowsAtOnce)
    .executeTakeFirst()
  return row !== undefined
}

/** Runs short transactions until one finds nothing more. */
async function repeat(store: Store, run: (tx: Kysely<Database>) => Promise<number>): Promise<void> {
  while ((await store.transaction(run)) > 0) await setImmediate()
}
