/** Writes images: the manifest byte for byte, what it names, and its tags. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

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
  await tx
    .insertInto('image_manifest')
    .values({ repository_id: repositoryId, digest: image.digest, content: image.content })
    .execute()
  for (const reference of image.references) {
    await tx
      .insertInto('image_reference')
      .values({
        repository_id: repositoryId,
        digest: image.digest,
        referenced_digest: reference.digest,
        kind: reference.kind,
        media_type: reference.mediaType,
      })
      // One layer may stand in an image several times.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return true
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
