/** What moving metadata to or from PostgreSQL takes; see ../move-metadata.ts. */
import { type Kysely, sql } from 'kysely'
import { clearSettings } from '../move-note.ts'
import type { MoveSide } from '../move-side.ts'
import type { Database } from '../sql/schema.ts'
import { storedTables } from '../stored-tables.ts'

export function createPostgresSide(db: Kysely<Database>): MoveSide {
  return {
    name: 'the database',
    db,
    async clear() {
      const tables = storedTables.map(({ name }) => sql.table(name))
      await sql`TRUNCATE ${sql.join(tables)} RESTART IDENTITY`.execute(db)
      await clearSettings(db)
    },
    async setTriggers(are) {
      const word = sql.raw(are === 'on' ? 'ENABLE' : 'DISABLE')
      for (const { name } of storedTables) {
        await sql`ALTER TABLE ${sql.table(name)} ${word} TRIGGER USER`.execute(db)
      }
    },
    async readLastId() {
      const { rows } = await sql<{
        id: number | null
      }>`SELECT pg_sequence_last_value(pg_get_serial_sequence('repository', 'repository_id')::regclass) AS id`.execute(
        db,
      )
      return rows[0]?.id ?? 0
    },
    async writeLastId(id) {
      if (id === 0) return
      await sql`SELECT setval(pg_get_serial_sequence('repository', 'repository_id')::regclass, ${id})`.execute(
        db,
      )
    },
  }
}
