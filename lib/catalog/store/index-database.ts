/**
 * The SQLite file behind the search index: opened, thrown away and rebuilt when it cannot be used, and
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
  /** Calls back with one row after the other, for so many that they should not be in memory at once. */
  each<Row>(sql: string, take: (row: Row) => void): void
  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number }
  /** Runs all of it or none; not to be nested. */
  transaction<Result>(run: () => Result): Result
  close(): void
}

/**
 * Opens the index, or makes an empty one where there is none that can be used.
 * @param file path of the SQLite file, or `:memory:`
 * @param source what the index is derived from; an index of another source is deleted
 * @param onReplaced told when a damaged page was met while the index was in use, and an empty one has taken its place
 */
export function openIndexDatabase(
  file: string,
  source: string,
  onReplaced: (damage: Error) => void = () => undefined,
): IndexDatabase {
  const existing = file === ':memory:' ? null : tryOpen(file, source)
  return toIndexDatabase(existing ?? create(file, source), {
    replace: () => create(file, source),
    onReplaced,
  })
}

function create(file: string, source: string): DatabaseSync {
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
  return database
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

/** Names this very store: another one counts its writes from zero. */
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
      (wasClosed(database) || readValue(database, 'PRAGMA quick_check(1)') === 'ok')
    if (isUsable) return database
  } catch {
    // Whatever is wrong with the file, the answer is the same: it is rebuilt.
  }
  database?.close()
  return null
}

/** Looking through all pages takes seconds where the disk is slow, so it is done only after a process that was killed. */
function wasClosed(database: DatabaseSync): boolean {
  return database.prepare(`DELETE FROM fact WHERE name = 'isClosed'`).run().changes === 1
}

/** `SQLITE_CORRUPT` and `SQLITE_NOTADB`, of which there are finer kinds in the higher bits. */
function isDamage(error: unknown): error is Error {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false
  return [11, 26].includes(error.errcode & 255)
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

function toIndexDatabase(
  opened: DatabaseSync,
  { replace, onReplaced }: { replace(): DatabaseSync; onReplaced(damage: Error): void },
): IndexDatabase {
  let database = opened
  const statements = new Map<string, StatementSync>()
  let isInTransaction = false
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const startAnew = (damage: Error) => {
    const sources = readSources(database)
    statements.clear()
    try {
      database.close()
    } catch {
      // It is deleted next.
    }
    database = replace()
    for (const { source, identity } of sources) database.prepare(addSourceSql).run(source, identity)
    onReplaced(damage)
  }
  /** What is read again from an index that was rebuilt finds nothing, which is better than an error. */
  const withRepair = <Result>(run: () => Result): Result => {
    try {
      return run()
    } catch (error) {
      if (isInTransaction || !isDamage(error)) throw error
      startAnew(error)
      return run()
    }
  }
  return {
    all: <Row>(sql: string, ...values: SQLInputValue[]) =>
      withRepair(() => prepare(sql).all(...values) as Row[]),
    get: <Row>(sql: string, ...values: SQLInputValue[]) =>
      withRepair(() => prepare(sql).get(...values) as Row | undefined),
    each: <Row>(sql: string, take: (row: Row) => void) =>
      withRepair(() => {
        for (const row of prepare(sql).iterate()) take(row as Row)
      }),
    run: (sql, ...values) =>
      withRepair(() => {
        const { changes, lastInsertRowid } = prepare(sql).run(...values)
        return { changes: Number(changes), lastId: Number(lastInsertRowid) }
      }),
    transaction: (run) => {
      withRepair(() => database.exec('BEGIN IMMEDIATE'))
      isInTransaction = true
      try {
        const result = run()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (isDamage(error)) startAnew(error)
        else database.exec('ROLLBACK')
        throw error
      } finally {
        isInTransaction = false
      }
    },
    close: () => {
      try {
        database.exec(`INSERT OR REPLACE INTO fact (name, value) VALUES ('isClosed', 'yes')`)
      } finally {
        database.close()
      }
    },
  }
}

/** Adds a source of the sync, of which nothing has been read. */
export const addSourceSql =
  'INSERT INTO sync_source (source, identity, crawl, is_crawl_done) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING'

/** The sources that the sync has at the moment, as far as they can be read. */
function readSources(database: DatabaseSync): { source: string; identity: string }[] {
  try {
    return database.prepare('SELECT source, identity FROM sync_source').all() as {
      source: string
      identity: string
    }[]
  } catch {
    return []
  }
}
