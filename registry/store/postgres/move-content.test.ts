/** Content is moved whole or not at all where the metadata is in PostgreSQL. */
import { inject } from 'vitest'
import { describeContentMove } from '#testing/registry/store/describe-content-move.ts'
import { createDatabase } from '#testing/start-postgres.ts'

describeContentMove(() => createDatabase(inject('postgresUrl')))
