/** A store is not opened with its content elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { toDigest } from '#lib/oci/digest.ts'
import { startUnrulyS3, type UnrulyS3 } from '#testing/start-unruly-s3.ts'
import { adoptCopy } from './adopt-copy.ts'
import { metadataFile, openStore } from './open-store.ts'

let s3: UnrulyS3
let dataDir: string
beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  s3 = await startUnrulyS3()
  dataDir = mkdtempSync(join(tmpdir(), 'place-'))
})
afterEach(async () => {
  await s3[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true })
  vi.unstubAllEnvs()
})

const use = async (settings: S3Settings | null) => {
  const store = await openStore({ dataDir, s3: settings })
  await store.close()
}

test('one in a bucket is opened with that bucket and prefix alone', async () => {
  await use(s3.settings)
  await use(s3.settings)
  await expect(use(null)).rejects.toThrow('start it with BLOB_STORE=s3://bucket/.')
  await expect(use({ ...s3.settings, prefix: 'other/' })).rejects.toThrow('names s3://bucket/other/')
})

test('a copy of one in a bucket has its content in files', async () => {
  await use(s3.settings)
  adoptCopy(join(dataDir, metadataFile))
  await use(null)
})

test('one with files is not opened with a bucket', async () => {
  const store = await openStore({ dataDir })
  const bytes = Buffer.from('content')
  const digest = toDigest('sha256', bytes)
  const writer = store.content.createWriter()
  await writer.append([bytes])
  await writer.commit(digest)
  const at = '2026-03-01T12:00:00.000Z'
  await store.transaction(async (tx) => {
    await tx.accounts.insert({ accountId: '111111111111', displayName: '', at })
    const { repositoryId } = await tx.repositories.insert({ accountId: '111111111111', name: 'app', at })
    await tx.blobs.add({ repositoryId, digest, sizeBytes: 7, at })
  })
  await store.close()
  await expect(use(s3.settings)).rejects.toThrow('is in files (1 blobs)')
  await use(null)
})

test('a bucket that is not there, or is not for us, is said at the start', async () => {
  s3.misbehave(({ operation }) => (operation === 'HeadBucket' ? 'denied' : null))
  await expect(use(s3.settings)).rejects.toThrow('The bucket bucket of BLOB_STORE cannot be used')
})
