/** Lets Kysely speak to `node:sqlite`, which is built into Node and needs no native package. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteStatement } from 'kysely'

const maxPreparedStatements = 500

/**
 * Opens the file with the durability that an acknowledged write needs: WAL, and a full sync at each commit.
 * @throws {Error} when the file cannot be opened or is not a database
 */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000')
  return database
}

/** A Kysely dialect over an open database. */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  const prepared = new Map<string, SqliteStatement>()
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const known = prepared.get(sql)
        if (known) return known
        if (prepared.size >= maxPreparedStatements) prepared.clear()
        const statement = sql === 'rollback' ? toRollback(database) : toKyselyStatement(database.prepare(sql))
        prepared.set(sql, statement)
        return statement
      },
    },
  })
}

/**
 * SQLite has rolled back already after some failures, a full disk among them; a second rollback would fail too,
 * and its error would hide the real one.
 */
function toRollback(database: DatabaseSync): SqliteStatement {
  const rollBack = () => {
    if (database.isTransaction) database.exec('ROLLBACK')
    return { changes: 0, lastInsertRowid: 0 }
  }
  return { reader: false, run: rollBack, all: () => [], iterate: () => [].values() }
}

function toKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...toInputs(parameters)),
    run: (parameters) => statement.run(...toInputs(parameters)),
    iterate: (parameters) => statement.iterate(...toInputs(parameters)),
  }
}

function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'bigint'
    ) {
      return value
    }
    if (value instanceof Uint8Array) return value
    throw new TypeError(`A ${typeof value} cannot be bound to a statement.`)
  })
}
