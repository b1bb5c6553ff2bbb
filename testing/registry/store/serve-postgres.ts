/** One PostgreSQL server for all tests of a run; each test has a database of its own, with all tables. */
import type { TestProject } from 'vitest/node'
import { createPool } from '#registry/store/postgres/connect.ts'
import { migrate } from '#registry/store/postgres/migrate.ts'
import { runStatement, startPostgres } from '#testing/start-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** Of which those of the tests are copies. */
export const migratedDatabase = 'migrated'

/** Vitest calls it before the first test, and what it returns after the last. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres(['fsync=off', 'max_connections=1000'])
  await runStatement(server.url, `CREATE DATABASE ${migratedDatabase}`)
  const pool = createPool(server.url.replace('/postgres?', `/${migratedDatabase}?`), 1, 'writing')
  await migrate(pool)
  await pool.end()
  project.provide('postgresUrl', server.url)
  return async () => server[Symbol.asyncDispose]()
}
