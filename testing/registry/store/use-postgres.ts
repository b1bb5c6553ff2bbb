/** Has every test service of a file keep its metadata in PostgreSQL. */
import { inject } from 'vitest'
import { createDatabase } from '#testing/start-postgres.ts'
import { openTestServicesOn } from '../open-test-service.ts'

openTestServicesOn(() => createDatabase(inject('postgresUrl')))
