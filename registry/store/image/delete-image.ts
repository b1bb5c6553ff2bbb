/** Removes images and tags. */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'
import { REFERENCES_AT_ONCE } from './list-references.ts'

/**
 * Removes an image with all its tags; false when it was not there. What it names, and its tags, go in slices first: left to the
 * foreign keys, the ten thousand layers of one image would go in one statement, which takes 150 ms.
 */
export async function deleteImage(
  tx: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  await inSlices(
    sql`DELETE FROM image_reference
      WHERE repository_id = ${repositoryId} AND digest = ${digest} AND referenced_digest IN (
        SELECT referenced_digest FROM image_reference
        WHERE repository_id = ${repositoryId} AND digest = ${digest} LIMIT ${REFERENCES_AT_ONCE})`,
    tx,
  )
  await inSlices(
    sql`DELETE FROM image_tag
      WHERE repository_id = ${repositoryId} AND tag IN (
        SELECT tag FROM image_tag
        WHERE repository_id = ${repositoryId} AND digest = ${digest} LIMIT ${REFERENCES_AT_ONCE})`,
    tx,
  )
  const { numDeletedRows } = await tx
    .deleteFrom('image')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Runs a statement that removes a slice until nothing is left for it, with a turn for everybody else in between. */
async function inSlices(statement: RawBuilder<unknown>, tx: Kysely<Database>): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await statement.execute(tx)
    if (numAffectedRows < BigInt(REFERENCES_AT_ONCE)) return
    await setImmediate()
  }
}

/** Removes a tag, and leaves the image; false when it was not there. */
export async function deleteImageTag(
  tx: Kysely<Database>,
  repositoryId: number,
  tag: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('image_tag')
    .where('repository_id', '=', repositoryId)
    .where('tag', '=', tag)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
