/** Which repositories have which blobs, and which blobs nothing needs any more. */
import type { Kysely } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { BlobWrites } from '../verbs.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

export function createBlobVerbs(db: Kysely<Database>): BlobWrites {
  return {
    async getSize(repositoryId, digest) {
      const { rows } = await db.executeQuery<{ sizeBytes: number }>(selectSize(repositoryId, digest))
      return rows[0]?.sizeBytes ?? null
    },
    async add({ repositoryId, digest, sizeBytes, at }) {
      await db.executeQuery(insertBlob(digest, sizeBytes, at))
      await db.executeQuery(insertLink(repositoryId, digest, at))
    },
    async link({ repositoryId, digest, at }) {
      await db.executeQuery(insertLink(repositoryId, digest, at))
      await db.executeQuery(keepBlob(digest))
    },
    async unlink(repositoryId, digest) {
      const { numDeletedRows } = await db
        .deleteFrom('repository_blob')
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async touch({ repositoryId, digest, at }) {
      const { numUpdatedRows } = await db
        .updateTable('repository_blob')
        .set({ linked_at: at })
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async findInAccount(accountId, digest) {
      const row = await db
        .selectFrom('repository_blob')
        .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
        .select('repository.repository_id')
        .where('repository_blob.digest', '=', digest)
        .where('repository.account_id', '=', accountId)
        .limit(1)
        .executeTakeFirst()
      return row?.repository_id ?? null
    },
    async unlinkUnused(before) {
      const { numDeletedRows } = await db
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
    },
    async markUnlinked(at, only) {
      await db
        .updateTable('blob')
        .$if(only !== undefined, (query) => query.where('digest', '=', only ?? ''))
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
    },
    async listExpired(before) {
      const rows = await db.selectFrom('blob').select('digest').where('unlinked_at', '<', before).execute()
      return rows.map(({ digest }) => digest as Digest)
    },
    async forget(digest, before) {
      const { numDeletedRows } = await db
        .deleteFrom('blob')
        .where('digest', '=', digest)
        .where('unlinked_at', '<', before)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async has(digest) {
      const row = await db.selectFrom('blob').select('digest').where('digest', '=', digest).executeTakeFirst()
      return row !== undefined
    },
    async *walk(from = '') {
      let after = from
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
    },
    async count() {
      const row = await db
        .selectFrom('blob')
        .select(({ fn }) => [
          fn.countAll<number>().as('blobs'),
          fn.sum<number | null>('size_bytes').as('bytes'),
        ])
        .executeTakeFirstOrThrow()
      return { blobs: row.blobs, bytes: row.bytes ?? 0 }
    },
    async listRepositories(digest) {
      const rows = await db
        .selectFrom('repository_blob')
        .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
        .select(['repository.account_id', 'repository.name'])
        .where('repository_blob.digest', '=', digest)
        .limit(100)
        .execute()
      return rows.map((row) => `${row.account_id}/${row.name}`)
    },
    async sumOfAccount(accountId) {
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
    },
    async listLeastRecent(accountId, limit) {
      const rows = await db
        .selectFrom('repository_blob')
        .innerJoin('repository', 'repository.repository_id', 'repository_blob.repository_id')
        .innerJoin('blob', 'blob.digest', 'repository_blob.digest')
        .select([
          'repository_blob.repository_id as repositoryId',
          'repository_blob.digest',
          'blob.size_bytes as sizeBytes',
          'repository_blob.linked_at as linkedAt',
        ])
        .where('repository.account_id', '=', accountId)
        .orderBy('repository_blob.linked_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, digest: row.digest as Digest }))
    },
    async getLinkedAt(repositoryId, digest) {
      const { rows } = await db.executeQuery<{ linkedAt: string }>(selectLinkedAt(repositoryId, digest))
      return rows[0]?.linkedAt ?? null
    },
  }
}

// Written out, as every pull and push of a layer needs them; see manifests.ts.
const selectSize = toStatement(`SELECT blob.size_bytes AS "sizeBytes"
  FROM repository_blob JOIN blob ON blob.digest = repository_blob.digest
  WHERE repository_blob.repository_id = $1 AND repository_blob.digest = $2`)

const selectLinkedAt = toStatement(
  'SELECT linked_at AS "linkedAt" FROM repository_blob WHERE repository_id = $1 AND digest = $2',
)

const insertBlob =
  toStatement(`INSERT INTO blob (digest, size_bytes, created_at, unlinked_at) VALUES ($1, $2, $3, NULL)
  ON CONFLICT (digest) DO UPDATE SET unlinked_at = NULL`)

const insertLink =
  toStatement(`INSERT INTO repository_blob (repository_id, digest, linked_at) VALUES ($1, $2, $3)
  ON CONFLICT (repository_id, digest) DO UPDATE SET linked_at = excluded.linked_at`)

const keepBlob = toStatement('UPDATE blob SET unlinked_at = NULL WHERE digest = $1')

const pageSize = 500
