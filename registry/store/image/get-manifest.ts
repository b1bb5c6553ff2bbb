/** Reads one manifest as it was pushed. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface StoredManifest {
  digest: Digest
  mediaType: string
  content: Uint8Array
  /** True when an index of the repository names it: then it is pulled as a part. */
  isChild: boolean
}

// Written out, because building the query would cost twenty times as much as running it, and every first pull after a push
// needs it.
const selectManifest = `SELECT image.digest, image.media_type AS mediaType, manifest.content,
    EXISTS (SELECT 1 FROM image_reference AS parent WHERE parent.repository_id = image.repository_id
      AND parent.referenced_digest = image.digest AND parent.kind = 'image') AS isChild
  FROM image JOIN image_manifest AS manifest ON manifest.repository_id = image.repository_id AND manifest.digest = image.digest
  WHERE image.repository_id = ? AND image.digest = `
const byDigest = `${selectManifest}?`
const byTag = `${selectManifest}(SELECT digest FROM image_tag WHERE repository_id = ? AND tag = ?)`

type Row = Omit<StoredManifest, 'isChild'> & { isChild: number }

/** The manifest with this digest, or the one that the tag points to; null when the repository has none. */
export async function getManifest(
  db: Kysely<Database>,
  repositoryId: number,
  reference: { digest: Digest } | { tag: string },
): Promise<StoredManifest | null> {
  const query =
    'digest' in reference
      ? CompiledQuery.raw(byDigest, [repositoryId, reference.digest])
      : CompiledQuery.raw(byTag, [repositoryId, repositoryId, reference.tag])
  const [row] = (await db.executeQuery<Row>(query)).rows
  return row === undefined ? null : { ...row, isChild: row.isChild === 1 }
}
