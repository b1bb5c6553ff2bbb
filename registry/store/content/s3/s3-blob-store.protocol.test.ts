/** The suite of stores of content, on a real S3 service; and what is only true of objects. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { describeBlobStore } from '#testing/registry/store/describe-blob-store.ts'
import { findS3Problem, startRadosgw, type TestS3 } from '#testing/start-radosgw.ts'
import { openStore, type Store } from '../../open-store.ts'

const problem = findS3Problem()

describe.skipIf(problem !== null)(`objects${problem === null ? '' : ` (${problem})`}`, () => {
  let s3: TestS3
  let dataDir: string
  beforeAll(async () => {
    s3 = await startRadosgw()
    Object.assign(process.env, s3.toEnvironment(''))
  }, 120_000)
  afterAll(() => s3?.[Symbol.asyncDispose]())
  afterEach(() => rmSync(dataDir, { recursive: true }))

  const open = async (): Promise<Store> => {
    dataDir = mkdtempSync(join(tmpdir(), 'content-'))
    return openStore({ dataDir, s3: s3.toSettings(await s3.createBucket()) })
  }

  let number = 0
  describe.each(['at-once', 'stream'])('%s', (way) => {
    describeBlobStore(open, async ({ arrivals }) => {
      if (arrivals === null) throw new Error('Objects are written by any process.')
      number += 1
      const held = await arrivals.beginHeld({ id: `${number}`, repositoryId: 7, principal: 'A', way })
      return held.writer
    })
  })
})
