/** Which repositories have which blobs. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

// Written out, as every pull of a layer needs it; see ../image/get-manifest.ts.
const selectSize = `SELECT blob.size_bytes AS sizeBytes
  FROM repository_blob JOIN blob ON blob.digest = repository_blob.digest
  WHERE repository_blob.repository_id = ? AND repository_blob.digest = ?`

/** Size of a blob that the repository has; null when it doesn't have it. */
export async function getBlobSize(
  db: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
): Promise<number | null> {
  const query = CompiledQuery.raw(selectSize, [repositoryId, digest])
  const { rows } = await db.executeQuery<{ sizeBytes: number }>(query)
  return rows[0]?.sizeBytes ?? null
}

/** Notes a blob that has just been made durable, and that the repository has it. */
export async function addBlob(
  tx: Kysely<Database>,
  {
    repositoryId,
    digest,
    sizeBytes,
    at,
  }: { repositoryId: number; digest: Digest; sizeBytes: number; at: string },
): Promise<void> {
  await tx
    .insertInto('blob')
    .values({ digest, size_bytes: sizeBytes, created_at: at, unlinked_at: null })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ unlinked_at: null }))
    .execute()
  await linkBlob(tx, { repositoryId, digest, at })
}

/** Gives the repository a blob that is stored already. */
export async function linkBlob(
  tx: Kysely<Database>,
  { repositoryId, digest, at }: { repositoryId: number; digest: Digest; at: string },
): Promise<void> {
  await tx
    .insertInto('repository_blob')
    .values({ repository_id: repositoryId, digest, linked_at: at })
    .onConflict((conflict) => conflict.columns(['repository_id', 'digest']).doUpdateSet({ linked_at: at }))
    .execute()
  await tx.updateTable('blob').set({ unlinked_at: null }).where('digest', '=', digest).execute()
}

/** Takes a blob from a repository; false when it did not have it. */
export async function unlinkBlob(
  tx: Kysely<Database>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('repository_blob')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Protects a blob from being collected for another while, because a client has just learnt that it need not push it.
 * Writes only when the protection has grown old, as clients ask often.
 * @returns false when the repository does not have it, so that the client has to push it
 */
export async function touchBlob(
  db: Kysely<Database>,
  {
    repositoryId,
    digest,
    at,
    olderThan,
  }: { repositoryId: number; digest: Digest; at: string; olderThan: string },
): Promise<boolean> {
  const link = await db
    .selectFrom('repository_blob')
    .select('linked_at')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (link === undefined || link.linked_at >= olderThan) return link !== undefined
  const { numUpdatedRows } = await db
    .updateTable('repository_blob')
    .set({ linked_at: at })
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A repository of the account that has the blob, for a mount that names no source; null when none has. */
export async function findBlobInAccount(
  db: Kysely<Database>,
  accountId: string,
  digest: Digest,
): Promise<number | null> {
  const row = await db
    .selectFrom('repository_blob')
    .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
    .select('repository.repository_id')
    .where('repository_blob.digest', '=', digest)
    .where('repository.account_id', '=', accountId)
    .limit(1)
    .executeTakeFirst()
  return row?.repository_id ?? null
}
