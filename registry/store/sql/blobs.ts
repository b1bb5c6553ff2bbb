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
    async listLinks(after, { limit, before }) {
      const { rows } = await db.executeQuery<{ repositoryId: number; digest: Digest; isUnused: number }>(
        selectLinks(after?.repositoryId ?? 0, after?.digest ?? '', limit, before),
      )
      return rows.map((row) => ({ ...row, isUnused: row.isUnused === 1 }))
    },
    async unlinkUnused(before, { first, last }) {
      const { numAffectedRows } = await db.executeQuery(
        deleteUnused(first.repositoryId, first.digest, last.repositoryId, last.digest, before),
      )
      return Number(numAffectedRows ?? 0)
    },
    async listNoted(after, limit) {
      const { rows } = await db.executeQuery<{ digest: Digest; isUnlinked: number }>(
        selectNoted(after, limit),
      )
      return rows.map((row) => ({ ...row, isUnlinked: row.isUnlinked === 1 }))
    },
    async markUnlinked(at, { first, last }) {
      await db.executeQuery(markRange(first, last, at))
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
    async listLeastRecent(accountId, { skip, limit }) {
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
        .orderBy('repository_blob.repository_id')
        .orderBy('repository_blob.digest')
        .limit(limit)
        .offset(skip)
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

// A pass over everything is made of slices: each statement is a turn in which nothing else is answered.
const isUnused = (before: string) => `linked_at < ${before} AND NOT EXISTS (SELECT 1 FROM image_reference
    WHERE image_reference.repository_id = repository_blob.repository_id
      AND image_reference.referenced_digest = repository_blob.digest AND image_reference.kind = 'blob')`

const selectLinks = toStatement(`SELECT repository_id AS "repositoryId", digest,
    CASE WHEN ${isUnused('$4')} THEN 1 ELSE 0 END AS "isUnused"
  FROM repository_blob WHERE (repository_id, digest) > ($1, $2) ORDER BY repository_id, digest LIMIT $3`)

const deleteUnused =
  toStatement(`DELETE FROM repository_blob WHERE (repository_id, digest) >= ($1, $2) AND (repository_id, digest) <= ($3, $4)
  AND ${isUnused('$5')}`)

const isUnlinked = `unlinked_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM repository_blob WHERE repository_blob.digest = blob.digest)`

const selectNoted = toStatement(`SELECT digest, CASE WHEN ${isUnlinked} THEN 1 ELSE 0 END AS "isUnlinked"
  FROM blob WHERE digest > $1 ORDER BY digest LIMIT $2`)

const markRange = toStatement(
  `UPDATE blob SET unlinked_at = $3 WHERE digest >= $1 AND digest <= $2 AND ${isUnlinked}`,
)

const insertBlob =
  toStatement(`INSERT INTO blob (digest, size_bytes, created_at, unlinked_at) VALUES ($1, $2, $3, NULL)
  ON CONFLICT (digest) DO UPDATE SET unlinked_at = NULL`)

const insertLink =
  toStatement(`INSERT INTO repository_blob (repository_id, digest, linked_at) VALUES ($1, $2, $3)
  ON CONFLICT (repository_id, digest) DO UPDATE SET linked_at = excluded.linked_at`)

const keepBlob = toStatement('UPDATE blob SET unlinked_at = NULL WHERE digest = $1')

const pageSize = 500
