/** Removes images and tags. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

/** Removes an image with all its tags; false when it was not there. */
export async function deleteImage(
  tx: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('image')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return numDeletedRows > 0n
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
