/** What is on its way into objects of an S3 service, where any process may go on with it. */
import type { Kysely } from 'kysely'
import type { ArrivingUpload, UploadWrites } from '../content-verbs.ts'
import type { Database } from './schema.ts'

export function createUploadVerbs(db: Kysely<Database>): UploadWrites {
  return {
    async get(id) {
      const row = await db.selectFrom('upload').selectAll().where('upload_id', '=', id).executeTakeFirst()
      return row === undefined ? null : toUpload(row)
    },
    async countOf(principal) {
      const { count } = await db
        .selectFrom('upload')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('principal', '=', principal)
        .executeTakeFirstOrThrow()
      return count
    },
    async count() {
      const { count } = await db
        .selectFrom('upload')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    async listOf(repositoryId) {
      const rows = await db
        .selectFrom('upload')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .execute()
      return rows.map(toUpload)
    },
    async listUntouched({ since, after, limit }) {
      const rows = await db
        .selectFrom('upload')
        .selectAll()
        .where('touched_at', '<', since)
        .where('upload_id', '>', after)
        .orderBy('upload_id')
        .limit(limit)
        .execute()
      return rows.map(toUpload)
    },
    async insert(upload) {
      await db.insertInto('upload').values(toRow(upload)).execute()
    },
    async hold({ id, version, heldUntil, at }) {
      const { numUpdatedRows } = await db
        .updateTable('upload')
        .set({ version: version + 1, held_until: heldUntil, touched_at: at })
        .where('upload_id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async keep({ id, version, touchedAt, partBytes, progress, heldUntil }) {
      const { numUpdatedRows } = await db
        .updateTable('upload')
        .set({
          touched_at: touchedAt,
          part_bytes: JSON.stringify(partBytes),
          progress,
          held_until: heldUntil,
        })
        .where('upload_id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async delete(id, version) {
      const { numDeletedRows } = await db
        .deleteFrom('upload')
        .where('upload_id', '=', id)
        .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async releaseAll() {
      await db.updateTable('upload').set({ held_until: null }).where('held_until', 'is not', null).execute()
    },
  }
}

function toRow(upload: ArrivingUpload): Database['upload'] {
  return {
    upload_id: upload.id,
    repository_id: upload.repositoryId,
    principal: upload.principal,
    way: upload.way,
    begun_at: upload.begunAt,
    touched_at: upload.touchedAt,
    part_bytes: JSON.stringify(upload.partBytes),
    progress: upload.progress,
    version: upload.version,
    held_until: upload.heldUntil,
  }
}

function toUpload(row: Database['upload']): ArrivingUpload {
  return {
    id: row.upload_id,
    repositoryId: row.repository_id,
    principal: row.principal,
    way: row.way,
    begunAt: row.begun_at,
    touchedAt: row.touched_at,
    partBytes: JSON.parse(row.part_bytes),
    progress: row.progress,
    version: row.version,
    heldUntil: row.held_until,
  }
}
