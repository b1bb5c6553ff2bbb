/**
 * What every store of content has to do, be it files or objects: the suite is given a way to open an empty one. What only one of them
 * promises is tested beside it.
 */
import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import {
  type BlobStore,
  type BlobWriter,
  DigestMismatchError,
  SinkClosedError,
} from '#registry/store/content/blob-store.ts'
import type { Store } from '#registry/store/open-store.ts'

const part = 5 * 1024 * 1024

/** The bytes of a blob, or of a part of it. */
async function readBlob(content: BlobStore, digest: Digest, start: number, end: number) {
  const pieces: Uint8Array[] = []
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      pieces.push(Buffer.from(chunk))
      done()
    },
  })
  await content.locate(digest).send(start, end, sink)
  return Buffer.concat(pieces)
}

/**
 * @param open an empty store; its directory, or whatever it has, is the caller's to remove
 * @param begin a writer, where it is not begun as those of files are
 */
export function describeBlobStore(
  open: () => Promise<Store>,
  begin: (content: BlobStore) => BlobWriter | Promise<BlobWriter> = (content) => content.createWriter(),
): void {
  let store: Store
  let content: BlobStore
  beforeEach(async () => {
    store = await open()
    content = store.content
  })
  afterEach(() => store.close())

  const put = async (bytes: Buffer, algorithm: 'sha256' | 'sha512' = 'sha256'): Promise<Digest> => {
    const digest = toDigest(algorithm, bytes)
    const writer = await begin(content)
    await writer.append([bytes])
    await writer.commit(digest)
    return digest
  }
  const list = async () => {
    const found: [Digest, number][] = []
    for await (const { digest, sizeBytes } of content.list()) found.push([digest, sizeBytes])
    return found.sort()
  }

  test.each([0, 1, part - 1, part, part + 1, 2 * part + 4_321])(
    'a blob of %i bytes is there as it was put',
    async (length) => {
      const bytes = randomBytes(length)
      const digest = await put(bytes)
      expect(await content.stat(digest)).toBe(length)
      expect((await readBlob(content, digest, 0, length)).equals(bytes)).toBe(true)
      expect(await list()).toEqual([[digest, length]])
    },
  )

  test('any part of it can be read', async () => {
    const bytes = randomBytes(100_000)
    const digest = await put(bytes)
    for (const [start, end] of [
      [0, 1],
      [99_999, 100_000],
      [1_000, 70_000],
      [5, 5],
    ] as const) {
      expect((await readBlob(content, digest, start, end)).equals(bytes.subarray(start, end))).toBe(true)
    }
  })

  test('what is known by the other algorithm is under that name', async () => {
    const bytes = randomBytes(1_000)
    const digest = await put(bytes, 'sha512')
    expect((await readBlob(content, digest, 0, 1_000)).equals(bytes)).toBe(true)
  })

  test('content with another digest is not kept, and the writer goes on', async () => {
    const bytes = Buffer.from('one two')
    const writer = await begin(content)
    await writer.append([bytes.subarray(0, 4)])
    await expect(writer.commit(toDigest('sha256', bytes))).rejects.toThrow(DigestMismatchError)
    await writer.append([bytes.subarray(4)])
    await writer.commit(toDigest('sha256', bytes))
    expect(await list()).toEqual([[toDigest('sha256', bytes), 7]])
  })

  test('of a source that fails nothing is taken', async () => {
    const writer = await begin(content)
    await writer.append([Buffer.from('one ')])
    const broken = async function* () {
      yield randomBytes(part + 1)
      throw new Error('The client has gone.')
    }
    await expect(writer.append(broken())).rejects.toThrow('has gone')
    expect(writer.sizeBytes).toBe(4)
    await writer.append([Buffer.from('two')])
    const digest = toDigest('sha256', Buffer.from('one two'))
    await writer.commit(digest)
    expect((await readBlob(content, digest, 0, 7)).toString()).toBe('one two')
  })

  test('a source that fails before its first byte takes nothing of what was there', async () => {
    const writer = await begin(content)
    await writer.append([Buffer.from('one ')])
    const silent = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('The client has gone.')) }),
    }
    await expect(writer.append(silent)).rejects.toThrow('has gone')
    await writer.append([Buffer.from('two')])
    const digest = toDigest('sha256', Buffer.from('one two'))
    await writer.commit(digest)
    expect((await readBlob(content, digest, 0, 7)).toString()).toBe('one two')
  })

  test('what is given up leaves nothing', async () => {
    const writer = await begin(content)
    await writer.append([randomBytes(part + 5)])
    await writer.discard()
    expect(await list()).toEqual([])
  })

  test('a deleted blob is gone, and can be put again', async () => {
    const bytes = randomBytes(5_000)
    const digest = await put(bytes)
    await content.delete(digest)
    await content.delete(digest)
    expect([await content.stat(digest), await list()]).toEqual([null, []])
    await expect(readBlob(content, digest, 0, 5)).rejects.toThrow()
    await put(bytes)
    expect((await readBlob(content, digest, 0, 5_000)).equals(bytes)).toBe(true)
  })

  test('a blob that is put once more is there once', async () => {
    const bytes = randomBytes(5_000)
    await put(bytes)
    const digest = await put(bytes)
    expect(await list()).toEqual([[digest, 5_000]])
    expect((await readBlob(content, digest, 0, 5_000)).equals(bytes)).toBe(true)
  })

  test('a reader that goes away ends the reading', async () => {
    const digest = await put(randomBytes(3 * 1024 * 1024))
    const sink = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        sink.destroy()
        done()
      },
    })
    await expect(content.locate(digest).send(0, 3 * 1024 * 1024, sink)).rejects.toThrow(SinkClosedError)
  })

  describe('what is damaged', () => {
    test('is moved aside, and is there again when it is put again', async () => {
      const bytes = Buffer.from('content')
      const digest = await put(bytes)
      await content.setAside(digest)
      expect([await content.stat(digest), await content.listAside(), await list()]).toEqual([
        null,
        [digest],
        [],
      ])
      await put(bytes)
      expect((await readBlob(content, digest, 0, 7)).equals(bytes)).toBe(true)
      await content.deleteAside(digest)
      await content.deleteAside(digest)
      expect([await content.listAside(), await content.stat(digest)]).toEqual([[], 7])
    })
  })

  test('what is fetched from elsewhere can be sent on while it comes', async () => {
    const bytes = randomBytes(200_000)
    const digest = toDigest('sha256', bytes)
    const writer = await content.fills.open('123456789012', digest)
    const close = await writer.keepOpen()
    await writer.append([bytes.subarray(0, 150_000)])
    const pieces: Uint8Array[] = []
    const sink = new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        pieces.push(Buffer.from(chunk))
        done()
      },
    })
    await writer.send(0, 150_000, sink)
    await writer.append([bytes.subarray(150_000)])
    await close()
    await writer.commit(digest)
    expect(Buffer.concat(pieces).equals(bytes.subarray(0, 150_000))).toBe(true)
    expect((await readBlob(content, digest, 0, 200_000)).equals(bytes)).toBe(true)
  })
}
