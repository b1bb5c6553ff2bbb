/** Content is moved whole or not at all, goes on where it was cut off, and nothing starts on half of it. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { type ContentMove, moveContent } from '#registry/domain/backup/move-content.ts'
import { openStore, type Store } from '#registry/store/open-store.ts'
import { ContentUnavailableError } from '#registry/store/store-error.ts'
import { startUnrulyS3, type UnrulyS3 } from '#testing/start-unruly-s3.ts'

const at = '2026-03-01T12:00:00.000Z'
const contents = Array.from({ length: 12 }, (_, index) => Buffer.alloc(1_000 * index + 1, `content ${index}`))
// More than one part of an object.
contents.push(Buffer.alloc(11_000_000, 'a layer'))
const digests = contents.map((bytes) => toDigest('sha256', bytes))

/** @param openDatabase of the metadata; null for the file in the directory */
export function describeContentMove(openDatabase: () => Promise<string | null>): void {
  let s3: UnrulyS3
  let dataDir: string
  let databaseUrl: string | null
  beforeEach(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    s3 = await startUnrulyS3()
    dataDir = mkdtempSync(join(tmpdir(), 'move-content-'))
    databaseUrl = await openDatabase()
    await use(null, async (store) => {
      const repositoryId = await store.transaction(async (tx) => {
        await tx.accounts.insert({ accountId: '111111111111', displayName: '', at })
        return (await tx.repositories.insert({ accountId: '111111111111', name: 'app', at })).repositoryId
      })
      for (const bytes of contents) await add(store, repositoryId, bytes)
    })
  })
  afterEach(async () => {
    await s3[Symbol.asyncDispose]()
    rmSync(dataDir, { recursive: true })
    vi.unstubAllEnvs()
  })

  async function use<Result>(settings: S3Settings | null, work: (store: Store) => Promise<Result>) {
    const store = await openStore({ dataDir, databaseUrl, s3: settings })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  async function add(store: Store, repositoryId: number, bytes: Buffer): Promise<void> {
    const digest = toDigest('sha256', bytes)
    const writer = store.content.createWriter()
    await writer.append([bytes])
    await writer.commit(digest)
    await store.transaction((tx) => tx.blobs.add({ repositoryId, digest, sizeBytes: bytes.length, at }))
  }

  const move = (to: 'bucket' | 'files', more: Partial<ContentMove> = {}) =>
    moveContent({
      dataDir,
      databaseUrl,
      s3: s3.settings,
      to,
      signal: new AbortController().signal,
      tell: () => {},
      ...more,
    })

  /** Begins one, and has the operator give it up while its fifth object is asked for. */
  async function giveUpMove(to: 'bucket' | 'files', operation: string): Promise<void> {
    const stopping = new AbortController()
    s3.misbehave((request) => {
      if (request.operation === operation && request.before === 4) stopping.abort(new Error('interrupted'))
      return null
    })
    await expect(move(to, { signal: stopping.signal })).rejects.toThrow('interrupted')
  }

  /** What readers get of each. */
  async function readAll(store: Store): Promise<(Digest | null)[]> {
    const found: (Digest | null)[] = []
    for (const digest of digests) {
      const sizeBytes = await store.content.stat(digest)
      if (sizeBytes === null) {
        found.push(null)
        continue
      }
      const pieces: Buffer[] = []
      const sink = new Writable({
        write(chunk, _, done) {
          pieces.push(Buffer.from(chunk))
          done()
        },
      })
      await store.content.locate(digest).send(0, sizeBytes, sink)
      found.push(toDigest('sha256', Buffer.concat(pieces)))
    }
    return found
  }
  const toPath = (digest: Digest) => join(dataDir, 'blobs', 'sha256', digest.slice(7, 9), digest.slice(7))

  test('all of it goes into the bucket and back, and is read from where it was moved to', async () => {
    const leftIn = join(dataDir, 'blobs.moved')
    const inBucket = {
      to: 'bucket',
      place: 's3://bucket/',
      blobs: contents.length,
      lost: [],
      leftIn,
    }
    expect(await move('bucket')).toEqual(inBucket)
    expect(await use(s3.settings, readAll)).toEqual(digests)
    await expect(use(null, readAll)).rejects.toThrow('start it with BLOB_STORE=s3://bucket/')
    rmSync(leftIn, { recursive: true })
    expect(await move('files')).toMatchObject({ to: 'files', blobs: contents.length, lost: [], leftIn: null })
    expect(await use(null, readAll)).toEqual(digests)
    await expect(use(s3.settings, readAll)).rejects.toThrow('is in files')
    const objects = await use(null, async (store) => {
      let count = 0
      for await (const _ of store.objects.walk()) count += 1
      return count
    })
    expect(objects).toBe(0)
  })

  test('one that was given up is as if it had not begun, and goes on where it was', async () => {
    await giveUpMove('bucket', 'PutObject')
    expect(await use(null, readAll)).toEqual(digests)
    const before = s3.counts.get('PutObject') ?? 0
    expect(await move('bucket')).toMatchObject({ blobs: contents.length, lost: [] })
    expect(s3.counts.get('PutObject')).toBeLessThan(before + contents.length)
    expect(await use(s3.settings, readAll)).toEqual(digests)
  })

  test('files of one into files that was given up are not taken for what there is', async () => {
    await move('bucket')
    await giveUpMove('files', 'GetObject')
    expect(digests.some((digest) => existsSync(toPath(digest)))).toBe(true)
    await expect(use(null, readAll)).rejects.toThrow('start it with BLOB_STORE=s3://bucket/')
    expect(await use(s3.settings, readAll)).toEqual(digests)
    expect(await move('files')).toMatchObject({ blobs: contents.length, lost: [] })
    expect(await use(null, readAll)).toEqual(digests)
  })

  test('one that had put the files aside, and could not note it, is ended by a second call', async () => {
    await move('bucket')
    await use(s3.settings, (store) =>
      store.quietly(async (tx) => {
        await tx.settings.put('content-move', 's3://bucket/')
        await tx.settings.delete('content-place')
      }),
    )
    await expect(use(null, readAll)).rejects.toThrow('store move-content` again')
    expect(await move('bucket')).toMatchObject({ blobs: contents.length, lost: [], leftIn: null })
    expect(await use(s3.settings, readAll)).toEqual(digests)
  })

  test('nothing starts on one that was killed, until it was run again', async () => {
    await use(null, (store) => store.quietly((tx) => tx.settings.put('content-move', 's3://bucket/')))
    await expect(use(null, readAll)).rejects.toThrow('store move-content` again')
    await expect(use(s3.settings, readAll)).rejects.toThrow('store move-content` again')
    await move('bucket')
    expect(await use(s3.settings, readAll)).toEqual(digests)
  })

  test('what was lost or damaged before is named, and is not there afterwards', async () => {
    const [, gone, damaged] = digests
    if (gone === undefined || damaged === undefined) throw new Error('There are too few.')
    rmSync(toPath(gone))
    writeFileSync(toPath(damaged), Buffer.alloc(contents[2]?.length ?? 0, 'x'))
    const { lost, blobs } = await move('bucket')
    expect(lost.toSorted()).toEqual([gone, damaged].toSorted())
    expect(blobs).toBe(contents.length - 2)
    const expected = digests.map((digest) => (digest === gone || digest === damaged ? null : digest))
    expect(await use(s3.settings, readAll)).toEqual(expected)
  })

  test('a service that fails leaves everything where it was', async () => {
    s3.misbehave(({ operation }) => (operation === 'PutObject' ? 'denied' : null))
    await expect(move('bucket')).rejects.toThrow()
    s3.misbehave(() => null)
    expect(await use(null, readAll)).toEqual(digests)
    expect(existsSync(join(dataDir, 'blobs.moved'))).toBe(false)
    expect(readdirSync(join(dataDir, 'blobs'))).toContain('sha256')
  })

  test('a service that cannot be read for a while loses nothing of what it has', async () => {
    await move('bucket')
    s3.misbehave(({ operation }) => (operation === 'GetObject' ? 'denied' : null))
    await expect(move('files')).rejects.toThrow(ContentUnavailableError)
    s3.misbehave(() => null)
    expect(await use(s3.settings, readAll)).toEqual(digests)
  }, 60_000)

  test('a program that runs on the store keeps its content', async () => {
    await use(null, async () => {
      await expect(move('bucket')).rejects.toThrow(
        databaseUrl === null ? 'in use' : 'Programs or commands are on',
      )
    })
  })
}
