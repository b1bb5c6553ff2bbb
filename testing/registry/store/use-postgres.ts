/** Has every test service of a file keep its metadata in PostgreSQL. */
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '#testing/start-postgres.ts'
import { openTestServicesOn } from '../open-test-service.ts'
import { migratedDatabase } from './serve-postgres.ts'

openTestServicesOn({
  create: () => createDatabase(inject('postgresUrl'), migratedDatabase),
  drop: (url) => dropDatabase(inject('postgresUrl'), url),
})
