/** Reads one manifest as it was pushed. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface StoredManifest {
  digest: Digest
  mediaType: string
  content: Uint8Array
  /** True when an index of the repository names it: then it is pulled as a part. */
  isChild: boolean
}

/** The manifest with this digest, or the one that the tag points to; null when the repository has none. */
export async function getManifest(
  db: Kysely<Database>,
  repositoryId: number,
  reference: { digest: Digest } | { tag: string },
): Promise<StoredManifest | null> {
  let query = db
    .selectFrom('image')
    .innerJoin('image_manifest', (join) =>
      join
        .onRef('image_manifest.repository_id', '=', 'image.repository_id')
        .onRef('image_manifest.digest', '=', 'image.digest'),
    )
    .select(['image.digest', 'image.media_type as mediaType', 'image_manifest.content'])
    .select(({ selectFrom }) =>
      selectFrom('image_reference')
        .select('image_reference.digest')
        .whereRef('image_reference.repository_id', '=', 'image.repository_id')
        .whereRef('image_reference.referenced_digest', '=', 'image.digest')
        .where('image_reference.kind', '=', 'image')
        .limit(1)
        .as('parent'),
    )
    .where('image.repository_id', '=', repositoryId)
  query =
    'digest' in reference
      ? query.where('image.digest', '=', reference.digest)
      : query.where('image.digest', '=', ({ selectFrom }) =>
          selectFrom('image_tag')
            .select('image_tag.digest')
            .where('image_tag.repository_id', '=', repositoryId)
            .where('image_tag.tag', '=', reference.tag),
        )
  const row = await query.executeTakeFirst()
  if (row === undefined) return null
  const { digest, mediaType, content, parent } = row
  return { digest: digest as Digest, mediaType, content, isChild: parent !== null }
}
