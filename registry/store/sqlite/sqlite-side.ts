/** What moving metadata to or from SQLite takes; see ../move-metadata.ts. */
import { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import { clearSettings } from '../move-note.ts'
import type { MoveSide } from '../move-side.ts'
import type { Database } from '../sql/schema.ts'
import { storedTables } from '../stored-tables.ts'
import { migrations } from './migrate.ts'

export function createSqliteSide(db: Kysely<Database>, dataDir: string): MoveSide {
  return {
    name: `the file in ${dataDir}`,
    db,
    async clear() {
      await this.setTriggers('off')
      for (const { name } of storedTables.toReversed()) await sql`DELETE FROM ${sql.table(name)}`.execute(db)
      await clearSettings(db)
    },
    async setTriggers(are) {
      for (const { name, text } of listTriggers()) {
        await sql`DROP TRIGGER IF EXISTS ${sql.ref(name)}`.execute(db)
        if (are === 'on') await sql.raw(text).execute(db)
      }
    },
    async readLastId() {
      const { rows } = await sql<{
        seq: number
      }>`SELECT seq FROM sqlite_sequence WHERE name = 'repository'`.execute(db)
      return rows[0]?.seq ?? 0
    },
    async writeLastId(id) {
      await sql`DELETE FROM sqlite_sequence WHERE name = 'repository'`.execute(db)
      await sql`INSERT INTO sqlite_sequence (name, seq) VALUES ('repository', ${id})`.execute(db)
    },
  }
}

/** As the migrations make them: those of the file may be gone, where a move was cut off. */
function listTriggers(): { name: string; text: string }[] {
  const database = new DatabaseSync(':memory:')
  try {
    for (const step of Object.values(migrations)) database.exec(step)
    const rows = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all()
    return rows.map((row) => ({ name: String(row.name), text: String(row.sql) }))
  } finally {
    database.close()
  }
}
