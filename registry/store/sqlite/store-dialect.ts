/**
 * The dialect by which the store's verbs speak to SQLite. What only reads goes to a connection of its own and never waits; what
 * writes has the other one, one transaction after the other. Of what runs in a transaction, everything sees what was written there.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Ran, SqliteConnection } from './open-connection.ts'
import { toStoreFailure } from './to-store-failure.ts'
import type { Turns } from './turns.ts'
import type { WalSync } from './wal-sync.ts'

export interface StoreConnections {
  reader: SqliteConnection
  writer: SqliteConnection
  /** Of the writer. */
  turns: Turns
  /** Called after each commit. */
  onCommit(): void
  wal: Pick<WalSync, 'sync' | 'requireWorking'>
}

export function createStoreDialect(connections: StoreConnections): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => createDriver(connections),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite undoes changes of tables like any others, which Kysely's own adapter does not count on. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function createDriver(connections: StoreConnections): Driver {
  const { writer, turns, wal } = connections
  /** Of each connection that is in a transaction: what ends its turn. */
  const endings: Endings = new WeakMap()
  const endTurn = (connection: DatabaseConnection) => {
    endings.get(connection)?.()
    endings.delete(connection)
  }
  return {
    init: async () => {},
    acquireConnection: async () => createConnection(connections, endings),
    async beginTransaction(connection) {
      endings.set(connection, await turns.take())
      try {
        asStoreFailure(() => writer.database.exec('BEGIN'))
      } catch (error) {
        endTurn(connection)
        throw error
      }
    },
    async commitTransaction(connection) {
      wal.requireWorking()
      asStoreFailure(() => writer.database.exec('COMMIT'))
      endTurn(connection)
      connections.onCommit()
    },
    async rollbackTransaction(connection) {
      try {
        // SQLite has rolled back by itself after some failures, a full disk among them.
        if (writer.database.isTransaction) writer.database.exec('ROLLBACK')
      } finally {
        endTurn(connection)
      }
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

type Endings = WeakMap<DatabaseConnection, () => void>

function createConnection(
  { reader, writer, turns, onCommit, wal }: StoreConnections,
  endings: Endings,
): DatabaseConnection {
  const own: DatabaseConnection = {
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      if (endings.has(own)) return toResult(run(writer, compiled))
      if (isReading(compiled)) return toResult(run(reader, compiled))
      const ran = await turns.run(() => {
        wal.requireWorking()
        return run(writer, compiled)
      })
      onCommit()
      await wal.sync()
      return toResult(ran)
    },
    streamQuery: () => {
      // A statement that is read over many turns would keep the log from beginning again.
      throw new Error('The store answers lists in pages.')
    },
  }
  return own
}

function run(connection: SqliteConnection, { sql, parameters }: CompiledQuery): Ran {
  return asStoreFailure(() => connection.run(sql, parameters))
}

function asStoreFailure<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw toStoreFailure(error)
  }
}

function isReading({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*SELECT\b/.test(sql))
}

function toResult<Row>({ rows, changes, lastInsertRowid }: Ran): QueryResult<Row> {
  return {
    rows: rows as Row[],
    ...(changes !== undefined && { numAffectedRows: BigInt(changes) }),
    ...(lastInsertRowid !== undefined && { insertId: BigInt(lastInsertRowid) }),
  }
}
