/** Lists the images of a repository, the newest first, each with its tags. */
import { setImmediate } from 'node:timers/promises'
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

/** An image may have a thousand tags, and a page a thousand images: more tags than this are for the next page. */
export const MAX_TAGS_OF_PAGE = 20_000

const imagesAtOnce = 20

/**
 * Up to `limit` images that come after the cursor, from the newest one when that is null; fewer when they have more than
 * `MAX_TAGS_OF_PAGE` tags, and then more tags than that.
 */
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
  const images: Image[] = []
  let tags = 0
  for (let at = 0; at < rows.length && tags <= MAX_TAGS_OF_PAGE; at += imagesAtOnce) {
    if (at > 0) await setImmediate()
    const slice = await addTags(db, repositoryId, rows.slice(at, at + imagesAtOnce))
    tags += slice.reduce((total, image) => total + image.tags.length, 0)
    images.push(...slice)
  }
  return images
}

async function addTags(
  db: Kysely<Database>,
  repositoryId: number,
  rows: Selectable<Database['image']>[],
): Promise<Image[]> {
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
