/** Writes images: the manifest byte for byte, what it names, and its tags. */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import { giveWay } from '../give-way.ts'
import type { Database } from '../schema.ts'
import { REFERENCES_AT_ONCE } from './list-references.ts'

export interface NewImage {
  digest: Digest
  content: Uint8Array
  mediaType: string
  artifactMediaType: string | null
  artifactType: string | null
  annotations: Record<string, string>
  subject: Digest | null
  /** Everything it names, compressed; of an index, the largest child. */
  sizeBytes: number
  references: readonly ImageReference[]
}

export interface ImageReference {
  digest: Digest
  kind: 'blob' | 'image'
  mediaType: string
}

/** Adds an image to a repository; false when it was there, which changes nothing. */
export async function putImage(
  tx: Kysely<Database>,
  repositoryId: number,
  image: NewImage,
  at: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('image')
    .values({
      repository_id: repositoryId,
      digest: image.digest,
      media_type: image.mediaType,
      artifact_media_type: image.artifactMediaType,
      artifact_type: image.artifactType,
      annotations: JSON.stringify(image.annotations),
      subject_digest: image.subject,
      size_bytes: image.sizeBytes,
      manifest_bytes: image.content.length,
      pushed_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) return false
  // Its annotations may be nearly as large, and have just been written.
  await giveWay(image.content.length)
  await tx
    .insertInto('image_manifest')
    .values({ repository_id: repositoryId, digest: image.digest, content: image.content })
    .execute()
  await putReferences(tx, repositoryId, image)
  return true
}

async function putReferences(
  tx: Kysely<Database>,
  repositoryId: number,
  { digest, references }: NewImage,
): Promise<void> {
  for (let at = 0; at < references.length; at += REFERENCES_AT_ONCE) {
    if (at > 0) await setImmediate()
    const slice = JSON.stringify(references.slice(at, at + REFERENCES_AT_ONCE))
    // One layer may stand in an image several times.
    await sql`
      INSERT INTO image_reference (repository_id, digest, referenced_digest, kind, media_type)
      SELECT ${repositoryId}, ${digest}, value ->> 'digest', value ->> 'kind', value ->> 'mediaType'
      FROM json_each(${slice}) WHERE true
      ON CONFLICT DO NOTHING`.execute(tx)
  }
}

/** Points a tag at an image; false when it did already. */
export async function putImageTag(
  tx: Kysely<Database>,
  repositoryId: number,
  { tag, digest, at }: { tag: string; digest: Digest; at: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('image_tag')
    .values({ repository_id: repositoryId, tag, digest, created_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'tag'])
        .doUpdateSet({ digest, created_at: at })
        .where('image_tag.digest', '<>', digest),
    )
    .executeTakeFirst()
  return Boolean(numInsertedOrUpdatedRows)
}
