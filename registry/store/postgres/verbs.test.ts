/** The suite of verbs on PostgreSQL; and once more with each transaction undone and run again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, inject } from 'vitest'
import { describeVerbs } from '#testing/registry/store/describe-verbs.ts'
import { createDatabase } from '#testing/start-postgres.ts'
import { openStore } from '../open-store.ts'

let dataDir: string
afterEach(() => rmSync(dataDir, { recursive: true }))

describe.each([{ rehearse: false }, { rehearse: true }])('rehearsed: $rehearse', ({ rehearse }) => {
  describeVerbs(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'verbs-'))
    return openStore({ dataDir, databaseUrl: await createDatabase(inject('postgresUrl')), rehearse })
  })
})
