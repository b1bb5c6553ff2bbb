/** Counts, for the quotas on images and tags. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** How many manifests of any kind the repository has. */
export async function countImages(db: Kysely<Database>, repositoryId: number): Promise<number> {
  const { count } = await db
    .selectFrom('image')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('repository_id', '=', repositoryId)
    .executeTakeFirstOrThrow()
  return count
}

/** How many tags point to the image. */
export async function countTagsOfImage(
  db: Kysely<Database>,
  repositoryId: number,
  digest: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('image_tag')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow()
  return count
}
