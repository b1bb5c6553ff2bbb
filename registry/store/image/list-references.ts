/** What names what within a repository. */
import type { Kysely } from 'kysely'
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

/** Those of the digests that the repository has as blobs. */
export async function listLinkedBlobs(
  db: Kysely<Database>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Set<Digest>> {
  const rows = await db
    .selectFrom('repository_blob')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('digest', 'in', [...digests])
    .execute()
  return new Set(rows.map((row) => row.digest as Digest))
}

/** Those of the digests that the repository has as images, with their sizes in bytes. */
export async function listImageSizes(
  db: Kysely<Database>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Map<Digest, number>> {
  const rows = await db
    .selectFrom('image')
    .select(['digest', 'size_bytes'])
    .where('repository_id', '=', repositoryId)
    .where('digest', 'in', [...digests])
    .execute()
  return new Map(rows.map((row) => [row.digest as Digest, row.size_bytes]))
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
