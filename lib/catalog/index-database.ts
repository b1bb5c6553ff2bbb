/**
 * The SQLite file behind the search index: opened, thrown away and made anew when it cannot be used, and
 * reached through statements that are prepared once.
 */

import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { INDEX_VERSION, indexSchema } from './index-schema.ts'

export interface IndexDatabase {
  /** Rows have the shape that the SQL selects; the index is written by this folder only. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[]
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined
  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number }
  /** Runs all of it or none; not to be nested. */
  transaction<Result>(run: () => Result): Result
  close(): void
}

/**
 * Opens the index, or makes an empty one where there is none that can be used.
 * @param file path of the SQLite file, or `:memory:`
 * @param source what the index is derived from; an index of another source is deleted
 */
export function openIndexDatabase(file: string, source: string): IndexDatabase {
  const existing = file === ':memory:' ? null : tryOpen(file, source)
  if (existing !== null) return toIndexDatabase(existing)
  if (file !== ':memory:') {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
    mkdirSync(dirname(file), { recursive: true })
  }
  const database = new DatabaseSync(file)
  setUp(database)
  database.exec(`BEGIN IMMEDIATE; ${indexSchema} PRAGMA user_version = ${INDEX_VERSION};`)
  database
    .prepare(`INSERT INTO fact (name, value) VALUES ('source', ?), ('storeId', ?), ('revision', '0')`)
    .run(source, randomUUID())
  database.exec('COMMIT')
  return toIndexDatabase(database)
}

/** Counts a write, within its transaction; the rows that it changes carry this number. */
export function nextRevision(database: IndexDatabase): number {
  const sql = `UPDATE fact SET value = value + 1 WHERE name = 'revision' RETURNING value`
  return Number(database.get<{ value: string }>(sql)?.value ?? 0)
}

/** The number of the last write. */
export function readRevision(database: IndexDatabase): number {
  return Number(database.get<{ value: string }>(`SELECT value FROM fact WHERE name = 'revision'`)?.value ?? 0)
}

/** Names this very store: another one counts its writes anew. */
export function readStoreId(database: IndexDatabase): string {
  return database.get<{ value: string }>(`SELECT value FROM fact WHERE name = 'storeId'`)?.value ?? ''
}

/** The database in the file when it is whole and of this version and source; null otherwise. */
function tryOpen(file: string, source: string): DatabaseSync | null {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    setUp(database)
    const isUsable =
      readValue(database, 'PRAGMA user_version') === INDEX_VERSION &&
      readValue(database, `SELECT value FROM fact WHERE name = 'source'`) === source &&
      readValue(database, 'PRAGMA quick_check(1)') === 'ok'
    if (isUsable) return database
  } catch {
    // Whatever is wrong with the file, the answer is the same: it is made anew.
  }
  database?.close()
  return null
}

function readValue(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0]
}

function setUp(database: DatabaseSync): void {
  // Derived data: a commit that is lost with the power is read again, so it need not wait for the disk.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;' +
      'PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;',
  )
}

function toIndexDatabase(database: DatabaseSync): IndexDatabase {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...values)
      return { changes: Number(changes), lastId: Number(lastInsertRowid) }
    },
    transaction: (run) => {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = run()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close(),
  }
}
