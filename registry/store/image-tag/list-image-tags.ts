/** Lists the tags of a repository, the newest first, each with the image it points to. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface ImageTag {
  tag: string
  /** ISO 8601: when the tag was set to this image. */
  createdAt: string
  digest: string
  mediaType: string
  artifactMediaType: string | null
  sizeBytes: number
  /** ISO 8601. */
  pushedAt: string
}

/** Where a page begins: behind this tag. */
export interface ImageTagCursor {
  createdAt: string
  tag: string
}

/** Up to `limit` tags that come after the cursor, from the newest one when that is null. */
export async function listImageTags(
  db: Kysely<Database>,
  { repositoryId, after, limit }: { repositoryId: number; after: ImageTagCursor | null; limit: number },
): Promise<ImageTag[]> {
  let query = db
    .selectFrom('image_tag')
    .innerJoin('image', (join) =>
      join
        .onRef('image.repository_id', '=', 'image_tag.repository_id')
        .onRef('image.digest', '=', 'image_tag.digest'),
    )
    .select([
      'image_tag.tag',
      'image_tag.created_at as createdAt',
      'image.digest',
      'image.media_type as mediaType',
      'image.artifact_media_type as artifactMediaType',
      'image.size_bytes as sizeBytes',
      'image.pushed_at as pushedAt',
    ])
    .where('image_tag.repository_id', '=', repositoryId)
  if (after !== null) {
    query = query.where(({ eb, and, or }) =>
      or([
        eb('image_tag.created_at', '<', after.createdAt),
        and([eb('image_tag.created_at', '=', after.createdAt), eb('image_tag.tag', '>', after.tag)]),
      ]),
    )
  }
  return query.orderBy('image_tag.created_at', 'desc').orderBy('image_tag.tag').limit(limit).execute()
}
