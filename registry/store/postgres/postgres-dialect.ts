/**
 * The dialect by which the store's verbs speak to PostgreSQL. What only reads goes to one of several connections; what writes takes
 * its turn among all processes. Of what runs in a transaction, everything sees what was written there.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { QueryResult as PgResult, Pool } from 'pg'
import type { Scope } from '../metadata.ts'
import { isReading } from '../sql/is-reading.ts'
import { toPgQuery } from './connect.ts'
import { isConnectionFailure, toStoreFailure } from './to-store-failure.ts'
import type { Turn, Writer } from './writer.ts'

/** So long what can be tried again is tried, as while the database is started again. */
export const patienceMs = 8_000
export const pauseMs = 50

export interface PostgresConnections {
  readers: Pool
  writer: Writer
}

/** The whole store is a scope of what says none. */
const all = { kind: 'all' } as const

/** Of transactions that are begun at Kysely itself, each has its turn alone; others are given a connection by `toConnection`. */
export function createPostgresDialect({ readers, writer }: PostgresConnections): Dialect {
  const turns = new WeakMap<DatabaseConnection, Turn>()
  const take = (connection: DatabaseConnection): Turn | undefined => {
    const turn = turns.get(connection)
    turns.delete(connection)
    return turn
  }
  const createConnection = (): DatabaseConnection => {
    const own: DatabaseConnection = {
      async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
        const turn = turns.get(own)
        if (turn !== undefined) return toResult(await turn.run(compiled))
        if (isReading(compiled)) return tryAgain(() => read(readers, compiled))
        return writeAlone<Row>(writer, compiled)
      },
      streamQuery: refuseStream,
    }
    return own
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => createConnection(),
      async beginTransaction(connection) {
        turns.set(connection, await begin(writer, all))
      },
      async commitTransaction(connection) {
        const committed = await take(connection)?.commit()
        await committed?.flushed
      },
      rollbackTransaction: async (connection) => take(connection)?.rollback(),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}

/** Over one connection, which only reads. */
export function createSnapshotDialect(client: Pick<Pool, 'query'>): Dialect {
  const connection: DatabaseConnection = {
    executeQuery: (compiled) => read(client, compiled),
    streamQuery: refuseStream,
  }
  const refuse = async () => {
    throw new Error('A snapshot is only read.')
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}

/** A connection of which all statements are of the turn. */
export function toConnection(turn: Turn): DatabaseConnection {
  return {
    executeQuery: async <Row>(compiled: CompiledQuery) => toResult<Row>(await turn.run(compiled)),
    streamQuery: refuseStream,
  }
}

function refuseStream(): never {
  throw new Error('The store answers lists in pages.')
}

/** Begins a turn, also where the database is away for a moment. */
export function begin(writer: Writer, scope: Scope): Promise<Turn> {
  return tryAgain(async () => {
    try {
      return await writer.begin(scope)
    } catch (error) {
      throw toStoreFailure(error)
    }
  })
}

async function writeAlone<Row>(writer: Writer, compiled: CompiledQuery): Promise<QueryResult<Row>> {
  const turn = await begin(writer, all)
  let result: QueryResult<Row>
  try {
    result = toResult(await turn.run(compiled))
  } catch (error) {
    await turn.rollback()
    throw error
  }
  const { flushed } = await turn.commit()
  await flushed
  return result
}

/** For what has changed nothing when it fails. */
async function tryAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isConnectionFailure(error) || performance.now() > until) throw error
    }
    await sleep(pauseMs)
  }
}

async function read<Row>(readers: Pick<Pool, 'query'>, compiled: CompiledQuery): Promise<QueryResult<Row>> {
  try {
    return toResult(await readers.query(toPgQuery(compiled)))
  } catch (error) {
    throw toStoreFailure(error)
  }
}

const writes = new Set(['INSERT', 'UPDATE', 'DELETE'])

function toResult<Row>({ command, rows, rowCount }: PgResult): QueryResult<Row> {
  return { rows, ...(writes.has(command) && { numAffectedRows: BigInt(rowCount ?? 0) }) }
}
