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
import type { CommitGroups, GroupMember } from './commit-groups.ts'
import type { Ran, SqliteConnection } from './open-connection.ts'
import { toStoreFailure } from './to-store-failure.ts'
import type { WalSync } from './wal-sync.ts'

export interface StoreConnections {
  reader: SqliteConnection
  writer: SqliteConnection
  /** Of the writer. */
  groups: CommitGroups
  /** Called after each commit of a single statement. */
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
  const { groups, wal } = connections
  /** Of each connection that is in a transaction: its part in the group. */
  const members: Members = new WeakMap()
  const take = (connection: DatabaseConnection) => {
    const member = members.get(connection)
    members.delete(connection)
    return member
  }
  return {
    init: async () => {},
    acquireConnection: async () => createConnection(connections, members),
    async beginTransaction(connection) {
      members.set(connection, await asStoreFailures(() => groups.begin()))
    },
    async commitTransaction(connection) {
      wal.requireWorking()
      await asStoreFailures(async () => take(connection)?.commit())
    },
    async rollbackTransaction(connection) {
      take(connection)?.rollback()
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

type Members = WeakMap<DatabaseConnection, GroupMember>

function createConnection(
  { reader, writer, groups, onCommit, wal }: StoreConnections,
  members: Members,
): DatabaseConnection {
  const own: DatabaseConnection = {
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      if (members.has(own)) return toResult(run(writer, compiled))
      if (isReading(compiled)) return toResult(run(reader, compiled))
      const ran = await groups.runAlone(() => {
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

async function asStoreFailures<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
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
