import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpackGzip } from './unpack-gzip.ts'

const options = { chunkSize: 65_536, readableHighWaterMark: 262_144 }
const content = Buffer.from(Array.from({ length: 1_500_000 }, (_, at) => (at * at) % 251))
const packed = gzipSync(content, { level: 0 })
const members = Buffer.concat([gzipSync(content.subarray(0, 9_999)), gzipSync(content.subarray(9_999))])

/** What is unpacked of it, and how much of it was read. */
async function unpack(bytes: Buffer, size: number) {
  let readBytes = 0
  async function* source() {
    for (let at = 0; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size)
      readBytes += piece.length
      yield piece
    }
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of unpackGzip(source(), options)) chunks.push(Buffer.from(chunk))
  return { isWhole: Buffer.concat(chunks).equals(content), isAllRead: readBytes === bytes.length }
}

test.each([
  ['as it is', packed],
  ['in several members', members],
  ['with zeros behind it', Buffer.concat([packed, Buffer.alloc(2_000_000)])],
  [
    'with zeros and another one behind it',
    Buffer.concat([packed, Buffer.alloc(600_000), packed, Buffer.alloc(600_000)]),
  ],
])('gzip is unpacked, and read to its end: %s', async (_, bytes) => {
  for (const size of [1_000, 65_536, 10_000_000]) {
    expect(await unpack(bytes, size)).toEqual({ isWhole: true, isAllRead: true })
  }
})

test('what ends early, and what is damaged, is told', async () => {
  await expect(unpack(packed.subarray(0, -9), 65_536)).rejects.toMatchObject({ code: 'Z_BUF_ERROR' })
  const damaged = Buffer.from(packed)
  damaged.fill(255, 700_000, 700_100)
  await expect(unpack(damaged, 65_536)).rejects.toMatchObject({ code: 'Z_DATA_ERROR' })
})

test('what the source throws is thrown', async () => {
  async function* broken() {
    yield packed.subarray(0, 700_000)
    throw new Error('away')
  }
  const read = async () => {
    for await (const _ of unpackGzip(broken(), options)) {
      // Nothing but reading.
    }
  }
  await expect(read()).rejects.toThrow('away')
})

test('who wants no more of it ends the source', async () => {
  let isEnded = false
  async function* endless() {
    try {
      for (;;) yield packed.subarray(0, 1_000_000)
    } finally {
      isEnded = true
    }
  }
  for await (const _ of unpackGzip(endless(), options)) break
  await expect.poll(() => isEnded).toBe(true)
})
