/** The suite of verbs on SQLite; and once more with each transaction undone and run again, as an engine may ask for. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe } from 'vitest'
import { describeVerbs } from '#testing/registry/store/describe-verbs.ts'
import { openStore } from './open-store.ts'

let dataDir: string
afterEach(() => rmSync(dataDir, { recursive: true }))

describe.each([{ rehearse: false }, { rehearse: true }])('rehearsed: $rehearse', ({ rehearse }) => {
  describeVerbs(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'verbs-'))
    return openStore({ dataDir, rehearse })
  })
})
