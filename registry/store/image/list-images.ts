/** Lists the images of a repository, the newest first, each with its tags. */
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../schema.ts'

export interface Image {
  digest: string
  mediaType: string
  artifactMediaType: string | null
  sizeBytes: number
  /** ISO 8601. */
  pushedAt: string
  /** By name; empty for an untagged image. */
  tags: string[]
}

/** Where a page begins: behind this image. */
export interface ImageCursor {
  pushedAt: string
  digest: string
}

/** Up to `limit` images that come after the cursor, from the newest one when that is null. */
export async function listImages(
  db: Kysely<Database>,
  { repositoryId, after, limit }: { repositoryId: number; after: ImageCursor | null; limit: number },
): Promise<Image[]> {
  let query = db.selectFrom('image').selectAll().where('repository_id', '=', repositoryId)
  if (after !== null) {
    query = query.where(({ eb, and, or }) =>
      or([
        eb('pushed_at', '<', after.pushedAt),
        and([eb('pushed_at', '=', after.pushedAt), eb('digest', '>', after.digest)]),
      ]),
    )
  }
  const rows = await query.orderBy('pushed_at', 'desc').orderBy('digest').limit(limit).execute()
  return withTags(db, repositoryId, rows)
}

/** The image with this digest; null when the repository has none. */
export async function getImage(
  db: Kysely<Database>,
  repositoryId: number,
  digest: string,
): Promise<Image | null> {
  const rows = await db
    .selectFrom('image')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .execute()
  const [image = null] = await withTags(db, repositoryId, rows)
  return image
}

async function withTags(
  db: Kysely<Database>,
  repositoryId: number,
  rows: Selectable<Database['image']>[],
): Promise<Image[]> {
  if (rows.length === 0) return []
  const digests = rows.map((row) => row.digest)
  const tagRows = await db
    .selectFrom('image_tag')
    .select(['digest', 'tag'])
    .where('repository_id', '=', repositoryId)
    .where('digest', 'in', digests)
    .orderBy('tag')
    .execute()
  const tagsOf = Map.groupBy(tagRows, (row) => row.digest)
  return rows.map((row) => ({
    digest: row.digest,
    mediaType: row.media_type,
    artifactMediaType: row.artifact_media_type,
    sizeBytes: row.size_bytes,
    pushedAt: row.pushed_at,
    tags: (tagsOf.get(row.digest) ?? []).map(({ tag }) => tag),
  }))
}
