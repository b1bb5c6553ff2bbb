/** Connections to the metadata file by `node:sqlite`, which is built into Node and needs no native package. */

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { toSqliteParameters } from './sqlite-words.ts'

const maxPreparedStatements = 500

/** As much as has been written or read is kept, up to this. */
const writerCacheKibibytes = 16 * 1024

/** One connection, with its statements prepared once. */
export interface SqliteConnection {
  database: DatabaseSync
  /** Runs one statement; the rows of one that has none are an empty list. */
  run(sql: string, parameters: readonly unknown[]): Ran
}

export interface Ran {
  rows: unknown[]
  /** Of a statement that answers no rows. */
  changes?: number | bigint
  lastInsertRowid?: number | bigint
}

/**
 * Opens the file for its only writer. WAL lets others read meanwhile; a commit is only written and not yet made durable, which
 * wal-sync.ts does for many at once, and the log is moved into the file by checkpoints.ts.
 * @throws {Error} when the file cannot be opened or is not a database
 */
export function openWriter(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true })
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 2000',
  )
  // Digests are spread over all pages of an index: of the 2 MB that SQLite keeps by itself, a push would find little in memory.
  database.exec(`PRAGMA cache_size = -${writerCacheKibibytes}`)
  // What a savepoint needs to undo is kept in memory, rather than in a file that is made for it.
  database.exec('PRAGMA temp_store = MEMORY')
  return database
}

/** Opens the file for reading what was committed, whatever the writer is doing. */
export function openReader(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true })
  database.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 2000')
  return database
}

/** A connection that prepares each statement once. */
export function toConnection(database: DatabaseSync): SqliteConnection {
  // Statements are texts of this program, some kilobytes each; what strangers send is bound to them.
  const prepared = new LRUCache<string, { statement: StatementSync; hasRows: boolean }>({
    max: maxPreparedStatements,
  })
  const prepare = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare(toSqliteParameters(sql))
    const entry = { statement, hasRows: statement.columns().length > 0 }
    prepared.set(sql, entry)
    return entry
  }
  return {
    database,
    run(sql, parameters) {
      const { statement, hasRows } = prepare(sql)
      const inputs = parameters.map(toInput)
      if (hasRows) return { rows: statement.all(...inputs) }
      return { rows: [], ...statement.run(...inputs) }
    },
  }
}

function toInput(value: unknown): SQLInputValue {
  const isPlain =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
  if (isPlain || value instanceof Uint8Array) return value
  throw new TypeError(`A ${typeof value} cannot be bound to a statement.`)
}
