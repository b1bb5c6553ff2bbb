/** What becomes of blobs while the S3 service fails: it is tried again within bounds, said in words, and nothing is half there. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { findBlobProblem } from '#registry/domain/images/find-blob-problem.ts'
import { type S3Fault, startUnrulyS3, type UnrulyS3 } from '#testing/start-unruly-s3.ts'
import { openStore, type Store } from '../../open-store.ts'
import { ContentUnavailableError, toStoreRefusal } from '../../store-error.ts'
import type { BlobStore } from '../blob-store.ts'
import type { RowStore } from './content-rows.ts'
import { openS3BlobStore } from './open-s3-blob-store.ts'

const part = 5 * 1024 * 1024
const waiting = { timeout: 10_000 }
let s3: UnrulyS3
let store: Store
let content: BlobStore
let dataDir: string
let number = 0

const open = (isShared = true, rows: () => RowStore = () => store) =>
  openS3BlobStore({
    settings: s3.settings,
    dataDir,
    store: rows,
    newId: () => `upload-${++number}`,
    clock: () => new Date(),
    isShared,
    patience: { attempts: 3, answerMs: 1_000, totalMs: 20_000, silenceMs: 1_000 },
    times: { wordMs: 100, silentMs: 400 },
  })

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  s3 = await startUnrulyS3()
  dataDir = mkdtempSync(join(tmpdir(), 'unruly-s3-'))
  store = await openStore({ dataDir })
  content = await open()
})
afterEach(async () => {
  await content.close()
  await store.close()
  await s3[Symbol.asyncDispose]()
  rmSync(dataDir, { recursive: true })
  vi.unstubAllEnvs()
})

const begin = async (way: string, id = `upload-${++number}`) => {
  const held = await content.arrivals?.beginHeld({ id, repositoryId: 7, principal: 'A', way })
  if (held === undefined) throw new Error('It is not begun.')
  return held
}
const take = async (id: string, by = content) => {
  const held = await (await by.arrivals?.find(id))?.hold()
  if (held === null || held === undefined) throw new Error('It cannot be had.')
  return held
}
const put = async (bytes: Buffer) => {
  const held = await begin('at-once')
  const digest = toDigest('sha256', bytes)
  try {
    await held.writer.append([bytes])
    await held.writer.commit(digest)
    return digest
  } finally {
    await held.end()
  }
}
/** As a pull does: what is missing is found before anything is answered. */
const pull = async (bytes: Buffer, from: BlobStore) =>
  (await from.locate(toDigest('sha256', bytes)).open?.(0, bytes.length)) !== undefined
const read = async (bytes: Buffer) => {
  const pieces: Uint8Array[] = []
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      pieces.push(Buffer.from(chunk))
      done()
    },
  })
  await content.locate(toDigest('sha256', bytes)).send(0, bytes.length, sink)
  return Buffer.concat(pieces).equals(bytes)
}
/** Every request of an operation fails so, or only the first one. */
const fail = (operation: string, fault: S3Fault, isOnce = false) =>
  s3.misbehave((asked) => (asked.operation === operation && (!isOnce || asked.before === 0) ? fault : null))
const expectNothing = async () => {
  s3.misbehave(() => null)
  await content.sweep()
  expect([[...s3.objects.keys()], s3.unfinished(), await content.arrivals?.count()]).toEqual([[], [], 0])
}

describe.each(['refuse', 'silence', 'lost answer'] as const)('%s', (fault) => {
  test.each(['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'HeadObject'])(
    'of one %s is made good by another attempt',
    async (operation) => {
      const bytes = randomBytes(operation === 'PutObject' ? 1_000 : 2 * part + 1)
      fail(operation, fault, true)
      await put(bytes)
      expect(await read(bytes)).toBe(true)
    },
  )

  test.each(['PutObject', 'UploadPart', 'CompleteMultipartUpload'])(
    'of every %s is said in words, and leaves nothing',
    async (operation) => {
      const bytes = randomBytes(operation === 'PutObject' ? 1_000 : 2 * part + 1)
      fail(operation, fault)
      const failure = await put(bytes).catch((error: unknown) => error)
      // The work of a completion whose answer was lost is done.
      if (operation === 'CompleteMultipartUpload' && fault === 'lost answer') return
      expect(failure).toBeInstanceOf(ContentUnavailableError)
      expect(toStoreRefusal(failure)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
      expect(await content.stat(toDigest('sha256', bytes))).toBeNull()
      await expectNothing()
    },
  )
})

test('a failure carries nothing of the request, whose signature would be in the log', async () => {
  fail('PutObject', 'refuse')
  const failure = await put(Buffer.from('x')).catch((error: unknown) => error)
  expect(failure).toMatchObject({ message: expect.stringContaining('status 503') })
  expect(Object.keys(failure as object)).toEqual(['name'])
  expect((failure as Error).cause).toBeUndefined()
})

describe('reading', () => {
  test.each(['cut', 'refuse', 'silence'] as const)('goes on after: %s', async (fault) => {
    const bytes = randomBytes(300_000)
    await put(bytes)
    s3.misbehave(({ operation, before }) => (operation === 'GetObject' && before < 2 ? fault : null))
    expect(await read(bytes)).toBe(true)
  })

  test('that breaks off without end is an error', async () => {
    const bytes = randomBytes(300_000)
    await put(bytes)
    s3.misbehave(({ operation, before }) =>
      operation !== 'GetObject' ? null : before < 5 ? 'cut' : 'refuse',
    )
    await expect(read(bytes)).rejects.toThrow(ContentUnavailableError)
  })

  test('a lost object is found so, and a push puts another one in its place', async () => {
    const bytes = randomBytes(300_000)
    const digest = await put(bytes)
    s3.objects.clear()
    await expect(read(bytes)).rejects.toThrow('does not have an object')
    expect(await content.stat(digest)).toBeNull()
    await put(bytes)
    expect([await content.stat(digest), await read(bytes)]).toEqual([bytes.length, true])
  })

  test('one that took the place of another is found by all who read at once', async () => {
    const bytes = randomBytes(1_000)
    await put(bytes)
    const other = await open()
    // Each pull asks for it first, and it is remembered.
    expect(await other.stat(toDigest('sha256', bytes))).toBe(bytes.length)
    const earlier = [...s3.objects.keys()]
    await put(bytes)
    for (const key of earlier) s3.objects.delete(key)
    expect(s3.objects.size).toBe(1)
    const readers = Array.from({ length: 8 }, () => pull(bytes, other))
    expect(await Promise.all(readers)).toEqual(readers.map(() => true))
    await other.close()
  })

  test('other bytes are found by their digest, and set aside; an outage is no damage', async () => {
    const bytes = randomBytes(300_000)
    const digest = await put(bytes)
    const blob = { digest, sizeBytes: bytes.length }
    fail('GetObject', 'other bytes')
    expect(await findBlobProblem(content, blob)).toContain('has the content of sha256:')
    fail('GetObject', 'refuse')
    await expect(findBlobProblem(content, blob)).rejects.toThrow(ContentUnavailableError)
    s3.misbehave(() => null)
    await content.setAside(digest)
    expect([await content.stat(digest), await content.listAside(), s3.objects.size]).toEqual([
      null,
      [digest],
      1,
    ])
    await put(bytes)
    await content.deleteAside(digest)
    await content.sweep()
    expect([await read(bytes), s3.objects.size]).toEqual([true, 1])
  })
})

describe('an upload', () => {
  test('goes on after an outage from what was acknowledged', async () => {
    const bytes = randomBytes(2 * part)
    const held = await begin('stream', 'resumed')
    await held.writer.append([bytes.subarray(0, 1_000)])
    await held.letGo()
    fail('UploadPart', 'refuse')
    const failing = await take('resumed')
    await expect(failing.writer.append([bytes.subarray(1_000)])).rejects.toThrow(ContentUnavailableError)
    await failing.letGo()
    s3.misbehave(() => null)
    const again = await take('resumed')
    expect(again.writer.sizeBytes).toBe(1_000)
    await again.writer.append([bytes.subarray(1_000)])
    await again.letGo()
    const last = await take('resumed')
    await last.writer.commit(toDigest('sha256', bytes))
    await last.end()
    expect(await read(bytes)).toBe(true)
    await content.sweep()
    expect([s3.objects.size, s3.unfinished()]).toEqual([1, []])
  })

  test('is noted as it was when its end cannot be stored', async () => {
    const held = await begin('stream', 'unnoted')
    fail('PutObject', 'refuse')
    await held.writer.append([Buffer.from('never stored')])
    await expect(held.letGo()).rejects.toThrow(ContentUnavailableError)
    s3.misbehave(() => null)
    expect((await take('unnoted')).writer.sizeBytes).toBe(0)
  })

  test('keeps what came before a source that fails before its first byte', async () => {
    const held = await begin('stream', 'silent')
    await held.writer.append([Buffer.from('one ')])
    const silent = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('The client has gone.')) }),
    }
    await expect(held.writer.append(silent)).rejects.toThrow('has gone')
    await held.writer.append([Buffer.from('two')])
    await held.writer.commit(toDigest('sha256', Buffer.from('one two')))
    await held.end()
    expect(await read(Buffer.from('one two'))).toBe(true)
  })

  test('keeps what was acknowledged, also where an earlier word of its holder is written late', async () => {
    let isLate = false
    const late = Promise.withResolvers<void>()
    const rows: RowStore = {
      objects: store.objects,
      uploads: store.uploads,
      async quietly(run) {
        if (isLate) {
          isLate = false
          late.resolve()
          await sleep(500)
        }
        return store.quietly(run)
      },
    }
    const slow = await open(true, () => rows)
    const upload = { id: 'late', repositoryId: 7, principal: 'A', way: 'stream' }
    const held = await slow.arrivals?.beginHeld(upload)
    isLate = true
    await late.promise
    await held?.writer.append([Buffer.from('acknowledged')])
    await held?.letGo()
    await sleep(600)
    expect((await take('late')).writer.sizeBytes).toBe(12)
    await slow.close()
  })

  test('belongs to one at a time, and to the next one when its holder is silent', async () => {
    const held = await begin('stream', 'held')
    await held.writer.append([Buffer.from('one')])
    const other = await open()
    expect(await (await other.arrivals?.find('held'))?.hold()).toBeNull()
    await held.letGo()
    const taken = await take('held', other)
    await taken.writer.append([Buffer.from(' two')])
    const digest = toDigest('sha256', Buffer.from('one two'))
    await taken.writer.commit(digest)
    await taken.end()
    await other.close()
    expect(await read(Buffer.from('one two'))).toBe(true)
  })

  test('can neither be noted nor published by whoever has lost it', async () => {
    const held = await begin('stream', 'lost')
    await held.writer.append([Buffer.from('early')])
    // As another process does that has not heard of the holder for long enough.
    await store.quietly((tx) =>
      tx.uploads.hold({ id: 'lost', version: 1, heldUntil: 'later', at: new Date().toISOString() }),
    )
    await expect(held.writer.commit(toDigest('sha256', Buffer.from('early')))).rejects.toThrow(
      'Another process',
    )
    await expect(held.letGo()).rejects.toThrow('Another process')
    expect(await content.stat(toDigest('sha256', Buffer.from('early')))).toBeNull()
  })

  test.each(['stream', 'parts'])(
    'in the way of a %s goes on from what counts when its process is killed',
    async (way) => {
      const bytes = randomBytes(3 * part)
      const killed = await begin(way, 'killed')
      const coming = async function* () {
        yield bytes.subarray(0, 2 * part + 7)
        await new Promise(() => {})
      }
      killed.writer.append(coming()).catch(() => {})
      const counts = way === 'stream' ? 2 * part : 0
      await expect.poll(() => s3.counts.get('UploadPart') ?? 0, waiting).toBeGreaterThanOrEqual(2)
      await expect.poll(async () => (await content.arrivals?.find('killed'))?.sizeBytes, waiting).toBe(counts)
      // Its words end with the process.
      await store.quietly((tx) =>
        tx.uploads.hold({ id: 'killed', version: 1, heldUntil: 'later', at: new Date().toISOString() }),
      )
      killed.letGo().catch(() => {})
      const next = await take('killed')
      await next.writer.append([bytes.subarray(counts)])
      await next.writer.commit(toDigest('sha256', bytes))
      await next.end()
      expect(await read(bytes)).toBe(true)
    },
  )

  test.each([true, false])(
    'of an only process goes on in the next one; its digest right: %s',
    async (isRight) => {
      const bytes = randomBytes(part + 9)
      const digest = toDigest('sha256', isRight ? bytes : Buffer.from('other'))
      const before = await open(false)
      const held = await before.arrivals?.beginHeld({
        id: 'alone',
        repositoryId: 7,
        principal: 'A',
        way: 'stream',
      })
      await held?.writer.append([bytes.subarray(0, 4_000)])
      await held?.letGo()
      await before.close()
      const next = await open(false)
      const taken = await take('alone', next)
      await taken.writer.append([bytes.subarray(4_000)])
      await taken.letGo()
      const last = await take('alone', next)
      const committing = last.writer.commit(digest)
      await (isRight
        ? committing
        : expect(committing).rejects.toThrow(`has the digest ${toDigest('sha256', bytes)}`))
      await last.end()
      await next.close()
      expect(await content.stat(digest)).toBe(isRight ? bytes.length : null)
      if (isRight) expect(await read(bytes)).toBe(true)
      else await expectNothing()
    },
  )

  test('whose object is put together and not published is published by the next attempt, or goes', async () => {
    const bytes = randomBytes(part + 9)
    const held = await begin('stream', 'unpublished')
    await held.writer.append([bytes])
    await held.letGo()
    fail('HeadObject', 'refuse')
    const failing = await take('unpublished')
    await expect(failing.writer.commit(toDigest('sha256', bytes))).rejects.toThrow(ContentUnavailableError)
    s3.misbehave(() => null)
    await failing.writer.commit(toDigest('sha256', bytes))
    await failing.end()
    expect(await read(bytes)).toBe(true)
  })
})
