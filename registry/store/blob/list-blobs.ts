/** Walks through the blobs that are noted, whatever repository has them. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from '../schema.ts'

export interface NotedBlob {
  digest: Digest
  sizeBytes: number
}

const pageSize = 500

/** Every blob that is noted, by digest; those that are added meanwhile may be left out. */
export async function* listBlobs(db: Kysely<Database>): AsyncGenerator<NotedBlob> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('blob')
      .select(['digest', 'size_bytes'])
      .where('digest', '>', after)
      .orderBy('digest')
      .limit(pageSize)
      .execute()
    for (const row of rows) yield { digest: row.digest as Digest, sizeBytes: row.size_bytes }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.digest
  }
}

/** How many blobs are noted, and how large they are together. */
export async function countBlobs(db: Kysely<Database>): Promise<{ blobs: number; bytes: number }> {
  const row = await db
    .selectFrom('blob')
    .select(({ fn }) => [fn.countAll<number>().as('blobs'), fn.sum<number | null>('size_bytes').as('bytes')])
    .executeTakeFirstOrThrow()
  return { blobs: row.blobs, bytes: row.bytes ?? 0 }
}

/** The repositories that have the blob, each as `ACCOUNT/NAME`; at most 100. */
export async function listRepositoriesOfBlob(db: Kysely<Database>, digest: Digest): Promise<string[]> {
  const rows = await db
    .selectFrom('repository_blob')
    .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
    .select(['repository.account_id', 'repository.name'])
    .where('repository_blob.digest', '=', digest)
    .limit(100)
    .execute()
  return rows.map((row) => `${row.account_id}/${row.name}`)
}
