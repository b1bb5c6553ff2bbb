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
import { type Connection, toStatementName } from './connect.ts'
import { encodeJson, encodeText } from './nul-characters.ts'
import { isConnectionFailure, toStoreFailure } from './to-store-failure.ts'
import type { Turn, Writer } from './writer.ts'

/** So long what can be tried again is tried, as while the database is started again. */
export const patienceMs = 8_000
const pauseMs = 50

export interface PostgresConnections {
  readers: Pool
  writer: Writer
  /** Of a statement outside of any transaction: returns once what was written is durable. */
  sync(): Promise<void>
}

/** The turn of each of Kysely's connections that is in a transaction. */
export type Turns = WeakMap<DatabaseConnection, Turn>

/** @param onTurn is given the turn of each transaction as it begins */
export function createPostgresDialect(
  { readers, writer, sync }: PostgresConnections,
  onTurn: (turn: Turn) => void,
): Dialect {
  const turns: Turns = new WeakMap()
  const take = (connection: DatabaseConnection): Turn | undefined => {
    const turn = turns.get(connection)
    turns.delete(connection)
    return turn
  }
  const createConnection = (): DatabaseConnection => {
    const own: DatabaseConnection = {
      async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
        const turn = turns.get(own)
        if (turn !== undefined) return run(turn.client, compiled)
        if (isReading(compiled)) return tryAgain(() => run(readers, compiled))
        const result = await writeAlone<Row>(writer, compiled)
        await sync()
        return result
      },
      streamQuery: () => {
        throw new Error('The store answers lists in pages.')
      },
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
        const turn = await tryAgain(() => begin(writer))
        onTurn(turn)
        turns.set(connection, turn)
      },
      commitTransaction: async (connection) => take(connection)?.commit(),
      rollbackTransaction: async (connection) => take(connection)?.rollback(),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}

async function begin(writer: Writer): Promise<Turn> {
  try {
    return await writer.begin()
  } catch (error) {
    throw toStoreFailure(error)
  }
}

async function writeAlone<Row>(writer: Writer, compiled: CompiledQuery): Promise<QueryResult<Row>> {
  const turn = await tryAgain(() => begin(writer))
  let result: QueryResult<Row>
  try {
    result = await run(turn.client, compiled)
  } catch (error) {
    await turn.rollback()
    throw error
  }
  await turn.commit()
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

async function run<Row>(
  connection: Connection | Pool,
  { sql, parameters }: CompiledQuery,
): Promise<QueryResult<Row>> {
  const name = toStatementName(sql)
  const encode = sql.includes('::json') ? encodeJson : encodeText
  const values = parameters.map((value) => (typeof value === 'string' ? encode(value) : value))
  try {
    return toResult(await connection.query({ text: sql, values, ...(name !== undefined && { name }) }))
  } catch (error) {
    throw toStoreFailure(error)
  }
}

function isReading({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^\s*SELECT\b/.test(sql))
}

const writes = new Set(['INSERT', 'UPDATE', 'DELETE'])

function toResult<Row>({ command, rows, rowCount }: PgResult): QueryResult<Row> {
  return { rows, ...(writes.has(command) && { numAffectedRows: BigInt(rowCount ?? 0) }) }
}
