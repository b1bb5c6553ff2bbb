/**
 * Which object of an S3 service has which blob, and which are to be deleted. States stand in the statements and not among their parameters,
 * as an engine uses an index of some states only where it sees which are meant.
 */
import { type Kysely, sql } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { KeptObject, ObjectWrites } from '../content-verbs.ts'
import type { Database } from './schema.ts'

const pageSize = 500

export function createObjectVerbs(db: Kysely<Database>): ObjectWrites {
  const leave = async (digest: Digest, state: 'kept' | 'aside', at: string): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('blob_object')
      .set({ state: 'leaving', changed_at: at })
      .where('digest', '=', digest)
      .where('state', '=', sql.lit(state))
      .$if(state === 'aside', (query) => query.where('state', '<>', sql.lit('kept')))
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }
  return {
    async find(digest) {
      const row = await db
        .selectFrom('blob_object')
        .selectAll()
        .where('digest', '=', digest)
        .where('state', '=', sql.lit('kept'))
        .executeTakeFirst()
      return row === undefined ? null : toKept(row)
    },
    async *walk() {
      let after = ''
      for (;;) {
        const rows = await db
          .selectFrom('blob_object')
          .selectAll()
          .where('state', '=', sql.lit('kept'))
          .where('digest', '>', after)
          .orderBy('digest')
          .limit(pageSize)
          .execute()
        for (const row of rows) yield toKept(row)
        const last = rows.at(-1)
        if (last === undefined) return
        after = last.digest
      }
    },
    async listAside() {
      const rows = await db
        .selectFrom('blob_object')
        .select('digest')
        .where('state', '<>', sql.lit('kept'))
        .where('state', '=', sql.lit('aside'))
        .execute()
      return rows.map(({ digest }) => digest as Digest)
    },
    async listLeaving(before, limit) {
      const rows = await db
        .selectFrom('blob_object')
        .select(['object_key', 'multipart_id', 'changed_at'])
        .where('state', '<>', sql.lit('kept'))
        .where('state', '=', sql.lit('leaving'))
        .where('changed_at', '<', before)
        .orderBy('changed_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ key: row.object_key, multipartId: row.multipart_id, at: row.changed_at }))
    },
    async keep({ key, digest, sizeBytes, at }) {
      await leave(digest, 'kept', at)
      await db
        .insertInto('blob_object')
        .values({
          object_key: key,
          digest,
          size_bytes: sizeBytes,
          state: 'kept',
          multipart_id: null,
          changed_at: at,
        })
        .execute()
    },
    release: (digest, at) => leave(digest, 'kept', at),
    async setAside(digest, at) {
      await leave(digest, 'aside', at)
      await db
        .updateTable('blob_object')
        .set({ state: 'aside', changed_at: at })
        .where('digest', '=', digest)
        .where('state', '=', sql.lit('kept'))
        .execute()
    },
    async releaseAside(digest, at) {
      await leave(digest, 'aside', at)
    },
    async addLeaving(objects) {
      if (objects.length === 0) return
      await db
        .insertInto('blob_object')
        .values(
          objects.map(({ key, multipartId, at }) => ({
            object_key: key,
            digest: '',
            size_bytes: 0,
            state: 'leaving' as const,
            multipart_id: multipartId,
            changed_at: at,
          })),
        )
        .onConflict((conflict) => conflict.column('object_key').doNothing())
        .execute()
    },
    async forget(keys) {
      if (keys.length === 0) return
      await db
        .deleteFrom('blob_object')
        .where('object_key', 'in', keys)
        .where('state', '=', sql.lit('leaving'))
        .execute()
    },
  }
}

function toKept(row: Database['blob_object']): KeptObject {
  return {
    key: row.object_key,
    digest: row.digest as Digest,
    sizeBytes: row.size_bytes,
    at: row.changed_at,
  }
}
