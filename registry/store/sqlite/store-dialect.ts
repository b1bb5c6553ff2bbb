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

export interface StoreConnections {
  reader: SqliteConnection
  writer: SqliteConnection
  /** Of the writer. */
  turns: Turns
  /** Called after each commit. */
  onCommit(): void
  /** Returns once what was committed is on the disk. */
  sync(): Promise<void>
}

export function createStoreDialect(connections: StoreConnections): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connections),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** Whoever asks gets one of these; in a transaction, it holds the writer's turn. */
interface StoreConnection extends DatabaseConnection {
  endTurn: (() => void) | null
}

function createDriver(connections: StoreConnections): Driver {
  const { writer, turns } = connections
  const held = new WeakMap<DatabaseConnection, StoreConnection>()
  const require = (connection: DatabaseConnection): StoreConnection => {
    const own = held.get(connection)
    if (own === undefined) throw new Error('The connection is not one of the store.')
    return own
  }
  return {
    init: async () => {},
    async acquireConnection() {
      const connection = createConnection(connections)
      held.set(connection, connection)
      return connection
    },
    async beginTransaction(connection) {
      const own = require(connection)
      own.endTurn = await turns.take()
      try {
        writer.database.exec('BEGIN')
      } catch (error) {
        giveBack(own)
        throw error
      }
    },
    async commitTransaction(connection) {
      writer.database.exec('COMMIT')
      giveBack(require(connection))
      connections.onCommit()
    },
    async rollbackTransaction(connection) {
      try {
        // SQLite has rolled back by itself after some failures, a full disk among them.
        if (writer.database.isTransaction) writer.database.exec('ROLLBACK')
      } finally {
        giveBack(require(connection))
      }
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

function giveBack(connection: StoreConnection): void {
  connection.endTurn?.()
  connection.endTurn = null
}

function createConnection({ reader, writer, turns, onCommit, sync }: StoreConnections): StoreConnection {
  const own: StoreConnection = {
    endTurn: null,
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      const { sql, parameters } = compiled
      if (own.endTurn !== null) return toResult(writer.run(sql, parameters))
      if (isReading(compiled)) return toResult(reader.run(sql, parameters))
      const endTurn = await turns.take()
      let ran: QueryResult<Row>
      try {
        ran = toResult(writer.run(sql, parameters))
      } finally {
        endTurn()
      }
      onCommit()
      await sync()
      return ran
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
