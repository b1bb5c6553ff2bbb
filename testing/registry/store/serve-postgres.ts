/** One PostgreSQL server for all tests of a run; each test has a database of its own. */
import type { TestProject } from 'vitest/node'
import { startPostgres } from '#testing/start-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** Vitest calls it before the first test, and what it returns after the last. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres(['fsync=off', 'max_connections=1000'])
  project.provide('postgresUrl', server.url)
  return async () => server[Symbol.asyncDispose]()
}
