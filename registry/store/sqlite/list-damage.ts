/** Whether a copy of the metadata is whole, by SQLite's own check. */
import type { DatabaseSync } from 'node:sqlite'

/** Reads all of it, and answers a line for each thing that is damaged. */
export function listDamage(database: DatabaseSync): string[] {
  const lines = database
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row.integrity_check))
  const orphans = database.prepare('PRAGMA foreign_key_check').all()
  return [
    ...lines.filter((line) => line !== 'ok'),
    ...orphans.map(({ table, parent }) => `a row of ${table} has lost its ${parent}`),
  ]
}
