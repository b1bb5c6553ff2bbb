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
import { isReading } from '../sql/is-reading.ts'
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

/**
 * Runs something in a transaction of the writer's; once this resolves it is committed, and not yet on the disk.
 * @param run is given the connection of the transaction, which is of no use behind it
 */
export async function transactOnWriter<Result>(
  { writer, groups, wal }: StoreConnections,
  run: (connection: DatabaseConnection) => Promise<Result>,
): Promise<Result> {
  const member = await asStoreFailures(() => groups.begin())
  let hasEnded = false
  const end = () => {
    hasEnded = true
  }
  let result: Result
  try {
    result = await run({
      async executeQuery<Row>(compiled: CompiledQuery) {
        if (hasEnded) throw new Error('The transaction has ended.')
        return toResult<Row>(runOn(writer, compiled))
      },
      streamQuery: refuseStream,
    })
    wal.requireWorking()
  } catch (error) {
    end()
    member.rollback()
    throw error
  }
  end()
  await asStoreFailures(() => member.commit())
  return result
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
      if (members.has(own)) return toResult(runOn(writer, compiled))
      if (isReading(compiled)) return toResult(runOn(reader, compiled))
      const ran = await groups.runAlone(() => {
        wal.requireWorking()
        return runOn(writer, compiled)
      })
      onCommit()
      await wal.sync()
      return toResult(ran)
    },
    streamQuery: refuseStream,
  }
  return own
}

function refuseStream(): never {
  // A statement that is read over many turns would keep the log from beginning again.
  throw new Error('The store answers lists in pages.')
}

function runOn(connection: SqliteConnection, { sql, parameters }: CompiledQuery): Ran {
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

function toResult<Row>({ rows, changes, lastInsertRowid }: Ran): QueryResult<Row> {
  return {
    rows: rows as Row[],
    ...(changes !== undefined && { numAffectedRows: BigInt(changes) }),
    ...(lastInsertRowid !== undefined && { insertId: BigInt(lastInsertRowid) }),
  }
}
