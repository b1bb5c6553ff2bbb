/** Guards that a source which fails at once is told of like one that fails later: it ends a copy, never the program. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Digest } from '#lib/oci/digest.ts'
import type { BlobStore } from '#registry/store/content/blob-store.ts'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { copyBlobs } from './copy-blobs.ts'

const content = Buffer.from('a layer')
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}` as Digest
const call = { signal: new AbortController().signal, tell: () => {} }

let directory: string
let to: BlobStore
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'copy-blobs-'))
  to = openFilesystemBlobStore(directory, randomUUID)
})
afterEach(async () => {
  await to.close()
  rmSync(directory, { recursive: true })
})

function copyFrom(send: (sink: Writable) => Promise<void>) {
  const location = { send: (_start: number, _end: number, sink: Writable) => send(sink) }
  const from = { stat: async () => content.length, locate: () => location } as unknown as BlobStore
  return copyBlobs(
    { from, to, directory },
    async function* () {
      yield { digest, sizeBytes: content.length }
    },
    call,
  )
}

test('what cannot be read is left out, with its reason', async () => {
  const { copied, damaged } = await copyFrom(() => Promise.reject(new Error('no access')))
  expect([copied, damaged]).toEqual([0, [{ digest, problem: 'cannot be read: Error: no access' }]])
  expect(await to.stat(digest)).toBeNull()
})

test('what passes ends the copy, and is copied the next time', async () => {
  const late = Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })
  await expect(copyFrom(() => Promise.reject(late))).rejects.toBe(late)
  const { copied } = await copyFrom(async (sink) => void sink.write(content))
  expect([copied, await to.stat(digest)]).toEqual([1, content.length])
})
