/** A store that begins with a copy has its content in files, and no share in the objects of the store that was copied. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { openStore } from '../open-store.ts'
import { renewCopy } from './renew-copy.ts'

const at = '2026-03-01T12:00:00.000Z'
const digest = toDigest('sha256', Buffer.from('layer'))
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'renew-copy-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('it can neither hand out nor delete what the other store has in its bucket, nor go on with its uploads', async () => {
  const copied = await openStore({ dataDir })
  await copied.transaction(async (tx) => {
    await tx.objects.keep({ key: 'blobs/one', digest, sizeBytes: 5, at })
    await tx.objects.addLeaving([{ key: 'blobs/two', multipartId: null, at }])
    const begun = { begunAt: at, touchedAt: at, partBytes: [], progress: '', version: 1, heldUntil: null }
    await tx.uploads.insert({ id: 'u', repositoryId: null, principal: 'A', way: 'stream', ...begun })
  })
  const { storeId } = copied
  await copied.close()

  renewCopy(join(dataDir, 'metadata.sqlite'))
  const own = await openStore({ dataDir })
  expect(own.storeId).not.toBe(storeId)
  expect(await own.objects.find(digest)).toBeNull()
  expect(await own.objects.listLeaving('9999', 10)).toEqual([])
  expect(await own.uploads.count()).toBe(0)
  await own.close()
})
