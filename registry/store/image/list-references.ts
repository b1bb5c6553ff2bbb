/** What names what within a repository. */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

/** Manifests that name this blob or image; a thing that is named must not go. */
export async function listReferrersTo(
  db: Kysely<Database>,
  repositoryId: number,
  { digest, kind }: { digest: Digest; kind: 'blob' | 'image' },
): Promise<Digest[]> {
  const rows = await db
    .selectFrom('image_reference')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('referenced_digest', '=', digest)
    .where('kind', '=', kind)
    .limit(10)
    .execute()
  return rows.map((row) => row.digest as Digest)
}

/** So many digests are looked up, or written, at once; about 5 ms of work. */
export const REFERENCES_AT_ONCE = 500

/** Those of the digests that the repository has as blobs, with their sizes in bytes. */
export async function listLinkedBlobs(
  db: Kysely<Database>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Map<Digest, number>> {
  return inSlices(digests, async (slice) => {
    // One parameter for all of them: a query of a thousand would cost more to build than to run. SQLite keeps the order of a
    // CROSS JOIN: begun from the other side, it would read the list once for each blob of the repository.
    const { rows } = await sql<{ digest: Digest; value: number }>`
      SELECT link.digest, blob.size_bytes AS value
      FROM json_each(${slice}) AS wanted
      CROSS JOIN repository_blob AS link ON link.repository_id = ${repositoryId} AND link.digest = wanted.value
      JOIN blob ON blob.digest = link.digest`.execute(db)
    return rows
  })
}

export interface StoredImage {
  mediaType: string
  /** Of its manifest. */
  manifestBytes: number
  /** Of everything that it names. */
  sizeBytes: number
}

/** Those of the digests that the repository has as images. */
export async function listStoredImages(
  db: Kysely<Database>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Map<Digest, StoredImage>> {
  return inSlices(digests, async (slice) => {
    const { rows } = await sql<{ digest: Digest } & StoredImage>`
      SELECT image.digest, image.media_type AS mediaType, image.manifest_bytes AS manifestBytes,
        image.size_bytes AS sizeBytes
      FROM json_each(${slice}) AS wanted
      CROSS JOIN image ON image.repository_id = ${repositoryId} AND image.digest = wanted.value`.execute(db)
    return rows.map(({ digest, ...value }) => ({ digest, value }))
  })
}

/** @param select gets a list of digests as JSON */
async function inSlices<Value>(
  digests: readonly Digest[],
  select: (slice: string) => Promise<{ digest: Digest; value: Value }[]>,
): Promise<Map<Digest, Value>> {
  const distinct = [...new Set(digests)]
  const found = new Map<Digest, Value>()
  for (let at = 0; at < distinct.length; at += REFERENCES_AT_ONCE) {
    if (at > 0) await setImmediate()
    const rows = await select(JSON.stringify(distinct.slice(at, at + REFERENCES_AT_ONCE)))
    for (const { digest, value } of rows) found.set(digest, value)
  }
  return found
}

/** The media type that a manifest of the repository gives a blob; null when none names it. */
export async function getBlobMediaType(
  db: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
): Promise<string | null> {
  const row = await db
    .selectFrom('image_reference')
    .select('media_type')
    .where('repository_id', '=', repositoryId)
    .where('referenced_digest', '=', digest)
    .where('kind', '=', 'blob')
    .limit(1)
    .executeTakeFirst()
  return row?.media_type ?? null
}
