/** The steps of collecting blobs that nothing needs. Each is safe at any moment; see images/collect-garbage.ts for the order. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

/** Takes from repositories the blobs that no manifest there names and that nobody asked for since `before`. */
export async function unlinkUnusedBlobs(tx: Kysely<Database>, before: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('repository_blob')
    .where('linked_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('image_reference')
            .select('image_reference.digest')
            .whereRef('image_reference.repository_id', '=', 'repository_blob.repository_id')
            .whereRef('image_reference.referenced_digest', '=', 'repository_blob.digest')
            .where('image_reference.kind', '=', 'blob'),
        ),
      ),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Starts the grace period of blobs that no repository has any more. */
export async function markUnlinkedBlobs(tx: Kysely<Database>, at: string): Promise<void> {
  await tx
    .updateTable('blob')
    .set({ unlinked_at: at })
    .where('unlinked_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('repository_blob')
            .select('repository_blob.digest')
            .whereRef('repository_blob.digest', '=', 'blob.digest'),
        ),
      ),
    )
    .execute()
}

/** Blobs whose grace period began before `before`. */
export async function listExpiredBlobs(db: Kysely<Database>, before: string): Promise<Digest[]> {
  const rows = await db.selectFrom('blob').select('digest').where('unlinked_at', '<', before).execute()
  return rows.map(({ digest }) => digest as Digest)
}

/** Forgets a blob whose grace period is over, unless a repository has it again; true when it is forgotten. */
export async function forgetBlob(tx: Kysely<Database>, digest: Digest, before: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('blob')
    .where('digest', '=', digest)
    .where('unlinked_at', '<', before)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function hasBlob(db: Kysely<Database>, digest: Digest): Promise<boolean> {
  const row = await db.selectFrom('blob').select('digest').where('digest', '=', digest).executeTakeFirst()
  return row !== undefined
}
