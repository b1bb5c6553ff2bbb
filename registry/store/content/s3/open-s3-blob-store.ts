/**
 * Blobs as objects of an S3 service. Each upload makes objects of names that are never used again, and a row says which object has which
 * blob; so nothing that comes late, or twice, can change what a digest leads to, and nothing is decided by listing a bucket. What is no
 * longer needed is noted in a row before it is deleted.
 *
 *     PREFIX/blobs/<upload>              one whole blob
 *     PREFIX/blobs/<upload>.w<version>   the same, smaller than a part
 *     PREFIX/blobs/<upload>.t<version>   the end of an upload between two requests; becomes the blob where it is all of it
 */
import { createReadStream, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import pMap from 'p-map'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { BlobMissingError, type BlobStore, type BlobWriter, type SendBlob } from '../blob-store.ts'
import { createFileWriter } from '../file-writer.ts'
import { openFills } from '../fills.ts'
import { createArrivals, type HoldTimes, usualHoldTimes } from './arrivals.ts'
import { createContentRows, type RowStore } from './content-rows.ts'
import { createPartBuffers } from './part-buffers.ts'
import { openObject, readObject } from './read-object.ts'
import { createS3Requests, type S3Patience, usualPatience } from './requests.ts'
import { createAddressSigner } from './sign-address.ts'

/** For so long an object that was there is taken to be there: each pull would ask twice. */
const seenMs = 60_000
/** An object that was asked for beforehand, and that nobody takes. */
const untakenMs = 30_000
const sweptAtOnce = 500
const deletionsAtATime = 8

export interface S3StoreParts {
  settings: S3Settings
  dataDir: string
  store: () => RowStore
  newId: () => string
  clock: () => Date
  /** Whether other processes work on the same rows. */
  isShared: boolean
  patience?: S3Patience
  times?: HoldTimes
}

/** Opens the file when its first bytes are wanted: before somebody reads, a file that cannot be opened would end the program. */
async function* readWhenAsked(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 1024 * 1024 })
}

/** @throws {StoreError} when the bucket is not there */
export async function openS3BlobStore({
  settings,
  dataDir,
  store,
  newId,
  clock,
  isShared,
  patience = usualPatience,
  times = usualHoldTimes,
}: S3StoreParts): Promise<BlobStore> {
  const requests = createS3Requests(settings, patience)
  await requests.requireBucket()
  const buffers = createPartBuffers()
  // A key and a size each.
  const seen = new LRUCache<Digest, { key: string; sizeBytes: number }>({ max: 50_000, ttl: seenMs })
  const rows = createContentRows(store, clock, ({ key, digest, sizeBytes }) => {
    seen.set(digest, { key, sizeBytes })
  })
  const arrivals = createArrivals({ rows, requests, buffers, clock, times, isShared, hashes: new Map() })
  const sign = settings.redirect === null ? null : createAddressSigner(settings, settings.redirect)

  const findKey = async (digest: Digest): Promise<string> => {
    const key = seen.get(digest)?.key ?? (await rows.objects().find(digest))?.key
    if (key === undefined) throw new BlobMissingError(`There is no object for ${digest}.`)
    return key
  }
  /**
   * What was remembered, or read a moment ago, may be older than a push that put another object in its place: looked for again until the
   * rows name the very object that is missing.
   */
  const withKey = async <Result>(digest: Digest, work: (key: string) => Promise<Result>): Promise<Result> => {
    let missing: { key: string; error: BlobMissingError } | null = null
    for (;;) {
      const key = await findKey(digest)
      if (missing !== null && key === missing.key) throw missing.error
      try {
        return await work(key)
      } catch (error) {
        if (!(error instanceof BlobMissingError)) throw error
        // Unless somebody has found the newer one meanwhile.
        if (seen.get(digest)?.key === key) seen.delete(digest)
        missing = { key, error }
      }
    }
  }
  const open =
    (digest: Digest) =>
    async (start: number, end: number): Promise<SendBlob> => {
      if (start === end) return async () => {}
      const opened = await withKey(digest, async (key) => ({
        key,
        body: await openObject(requests, { key, start, end }),
      }))
      const timer = setTimeout(() => opened.body.destroy(), untakenMs)
      opened.body.on('error', () => {})
      return (from, to, sink, onSent) => {
        clearTimeout(timer)
        const body = from === start && to === end ? opened.body : null
        return readObject(requests, { key: opened.key, start: from, end: to }, sink, onSent, body)
      }
    }
  const send =
    (digest: Digest): SendBlob =>
    async (start, end, sink, onSent) =>
      (await open(digest)(start, end))(start, end, sink, onSent)

  const writeWhole = async (id: string, bytes: AsyncIterable<Uint8Array>, digest: Digest) => {
    const held = await arrivals.beginHeld({ id, repositoryId: null, principal: '', way: 'at-once' })
    try {
      await held.writer.append(bytes)
      await held.writer.commit(digest)
    } finally {
      await held.end()
    }
  }
  /** What comes from an upstream is sent on while it comes, which an object cannot be. */
  const keep = async (path: string, digest: Digest) => {
    await writeWhole(newId(), readWhenAsked(path), digest)
    await rm(path, { force: true })
  }
  mkdirSync(join(dataDir, 'fills'), { recursive: true, mode: 0o700 })
  const createWriter = (id = newId()): BlobWriter => createFileWriter(join(dataDir, 'fills', id), keep)
  const fills = openFills(join(dataDir, 'fills'), keep, createWriter)

  const sweep = async (): Promise<void> => {
    const waitMs = settings.redirect === null ? 0 : (settings.redirect.lifetimeSeconds + 60) * 1000
    for (;;) {
      const before = new Date(clock().getTime() - waitMs + 1).toISOString()
      const leaving = await rows.objects().listLeaving(before, sweptAtOnce)
      if (leaving.length === 0) return
      await pMap(
        leaving,
        async ({ key, multipartId }) => {
          if (multipartId !== null) await requests.abort(key, multipartId)
          await requests.delete(key)
        },
        { concurrency: deletionsAtATime },
      )
      await rows.write((tx) => tx.objects.forget(leaving.map(({ key }) => key)))
    }
  }

  return {
    kind: 's3',
    arrivals,
    createWriter,
    resumeWriter: async (id) => createWriter(id),
    notes: { keep: async () => {}, forget: async () => {}, list: async () => [] },
    fills: isShared ? { ...fills, open: async () => createWriter() } : fills,
    async stat(digest) {
      const known = seen.get(digest)
      if (known !== undefined) return known.sizeBytes
      const row = await rows.objects().find(digest)
      if (row === null) return null
      const sizeBytes = await requests.size(row.key)
      if (sizeBytes === row.sizeBytes) seen.set(digest, { key: row.key, sizeBytes })
      return sizeBytes
    },
    locate: (digest) => ({
      send: send(digest),
      open: open(digest),
      ...(sign === null ? {} : { toAddress: async () => sign(await findKey(digest)) }),
    }),
    async delete(digest) {
      seen.delete(digest)
      await rows.write((tx) => tx.objects.release(digest, clock().toISOString()))
      await sweep()
    },
    async setAside(digest) {
      seen.delete(digest)
      await rows.write((tx) => tx.objects.setAside(digest, clock().toISOString()))
    },
    listAside: () => rows.objects().listAside(),
    async deleteAside(digest) {
      await rows.write((tx) => tx.objects.releaseAside(digest, clock().toISOString()))
    },
    async *list() {
      for await (const { digest, sizeBytes, at } of rows.objects().walk()) {
        yield { digest, sizeBytes, writtenAt: new Date(at) }
      }
    },
    sweep,
    async close() {
      requests.close()
    },
  }
}
