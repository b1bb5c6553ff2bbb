/**
 * Kysely whose statements go straight to their connection, whether they were built or written out. Its own executor asks for the connection
 * around each of them, which costs more than many a statement does.
 */
import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  type QueryResult,
} from 'kysely'
import type { Database } from './schema.ts'

export interface DirectKysely {
  /** Over one connection, as of a transaction. */
  over(connection: DatabaseConnection): Kysely<Database>
  /** Over connections of the driver: one for each transaction, and one for all statements outside of any. */
  open(): Promise<Kysely<Database>>
}

export function createDirectKysely(dialect: Dialect): DirectKysely {
  const driver = dialect.createDriver()
  const compiler = dialect.createQueryCompiler()
  const adapter = dialect.createAdapter()

  class DirectExecutor extends DefaultQueryExecutor {
    readonly #connection: DatabaseConnection

    constructor(connection: DatabaseConnection, provider: ConnectionProvider) {
      super(compiler, adapter, provider)
      this.#connection = connection
    }

    override executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      return this.#connection.executeQuery<Row>(compiled)
    }
  }

  const toKysely = (connection: DatabaseConnection, provider: ConnectionProvider) =>
    new Kysely<Database>({
      config: { dialect },
      dialect,
      driver,
      executor: new DirectExecutor(connection, provider),
    })

  return {
    over: (connection) => toKysely(connection, { provideConnection: (use) => use(connection) }),
    async open() {
      const provider: ConnectionProvider = {
        provideConnection: async (use) => use(await driver.acquireConnection()),
      }
      return toKysely(await driver.acquireConnection(), provider)
    },
  }
}
