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
import type { SqliteConnection } from './open-connection.ts'
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
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connections),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
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
        writer.database.exec('BEGIN')
      } catch (error) {
        endTurn(connection)
        throw error
      }
    },
    async commitTransaction(connection) {
      wal.requireWorking()
      writer.database.exec('COMMIT')
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
      const { sql, parameters } = compiled
      if (endings.has(own)) return toResult(writer.run(sql, parameters))
      if (isReading(compiled)) return toResult(reader.run(sql, parameters))
      const ran = await turns.run(() => {
        wal.requireWorking()
        return writer.run(sql, parameters)
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

function isReading({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*SELECT\b/.test(sql))
}

function toResult<Row>({
  rows,
  changes,
  lastInsertRowid,
}: ReturnType<SqliteConnection['run']>): QueryResult<Row> {
  return {
    rows: rows as Row[],
    ...(changes !== undefined && { numAffectedRows: BigInt(changes) }),
    ...(lastInsertRowid !== undefined && { insertId: BigInt(lastInsertRowid) }),
  }
}
