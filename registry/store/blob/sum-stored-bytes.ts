/** How much an account stores, for the quota. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Bytes of the blobs in the account's repositories; a content that several of them have counts once. */
export async function sumStoredBytes(db: Kysely<Database>, accountId: string): Promise<number> {
  const { bytes } = await db
    .selectFrom('blob')
    .select(({ fn }) => fn.sum<number | null>('size_bytes').as('bytes'))
    .where('digest', 'in', ({ selectFrom }) =>
      selectFrom('repository_blob')
        .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
        .select('repository_blob.digest')
        .where('repository.account_id', '=', accountId),
    )
    .executeTakeFirstOrThrow()
  return bytes ?? 0
}
