/** Writes images: the manifest byte for byte, what it names, and its tags. */
import { setImmediate } from 'node:timers/promises'
import { CompiledQuery, type Kysely, sql } from 'kysely'
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

// Written out, because for a push the building of the queries would cost more than all else.
const insertImage = `INSERT INTO image (repository_id, digest, media_type, artifact_media_type, artifact_type, annotations,
  subject_digest, size_bytes, manifest_bytes, pushed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
const insertManifest = `INSERT INTO image_manifest (repository_id, digest, content) VALUES (?, ?, ?)`
const insertTag = `INSERT INTO image_tag (repository_id, tag, digest, created_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (repository_id, tag) DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at
  WHERE image_tag.digest <> excluded.digest`

/** Adds an image to a repository; false when it was there, which changes nothing. */
export async function putImage(
  tx: Kysely<Database>,
  repositoryId: number,
  image: NewImage,
  at: string,
): Promise<boolean> {
  const { numAffectedRows } = await tx.executeQuery(
    CompiledQuery.raw(insertImage, [
      repositoryId,
      image.digest,
      image.mediaType,
      image.artifactMediaType,
      image.artifactType,
      JSON.stringify(image.annotations),
      image.subject,
      image.sizeBytes,
      image.content.length,
      at,
    ]),
  )
  if (!numAffectedRows) return false
  // Its annotations may be nearly as large, and have just been written.
  await giveWay(image.content.length)
  await tx.executeQuery(CompiledQuery.raw(insertManifest, [repositoryId, image.digest, image.content]))
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
  const { numAffectedRows } = await tx.executeQuery(
    CompiledQuery.raw(insertTag, [repositoryId, tag, digest, at]),
  )
  return Boolean(numAffectedRows)
}
