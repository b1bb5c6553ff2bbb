import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { toDigest } from '#lib/oci/digest.ts'
import { type BlobWriter, SinkClosedError } from '#registry/store/content/blob-store.ts'
import { createRecentPieces } from './recent-pieces.ts'
import { createSpoolState, sendSpool } from './spool.ts'

const kilobyte = 1024

/** A layer on its way whose disk takes what the test says that it has taken. */
function openSpool(content: Buffer) {
  let written = 0
  const asked: number[] = []
  const unused = () => Promise.reject(new Error('Nobody should ask for that.'))
  const writer: BlobWriter = {
    get sizeBytes() {
      return written
    },
    async send(start, end, sink, onSent = () => {}, more = async () => null) {
      asked.push(start)
      let ready: number | null = end
      for (let at = start; ready !== null; ) {
        const part = content.subarray(at, Math.min(ready, at + 128 * kilobyte))
        await new Promise((resolve) => sink.write(part, resolve))
        at += part.length
        onSent(part.length)
        if (at === ready) ready = await more(at)
      }
    },
    append: unused,
    computeDigest: unused,
    commit: unused,
    keepOpen: unused,
    discard: unused,
    leave: unused,
  }
  const state = createSpoolState()
  const recent = createRecentPieces(0)
  state.recent = recent
  const locate = () => ({ send: unused })
  const store = { content: { locate } as never }
  const digest = toDigest('sha256', content)
  const spool = { store, writer, state, digest, sizeBytes: content.length }
  return {
    state,
    recent,
    /** Places from which the file was read. */
    asked,
    come(bytes: number) {
      const piece = recent.add(new Uint8Array(content.subarray(recent.end, recent.end + bytes)))
      state.grow()
      return piece
    },
    write(piece: ReturnType<typeof recent.add>) {
      written = piece.start + piece.bytes.length
      recent.noteWritten(piece)
      state.grow()
    },
    pull(sink: Writable = new PassThrough({ highWaterMark: 2 ** 30 }), start = 0) {
      const end = content.length
      return { sink, sent: sendSpool(spool, { start, end, onSent: undefined }, sink) }
    },
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('what comes of a layer reaches all who wait before the disk has taken any of it, in one turn', async () => {
  const content = Buffer.alloc(64 * kilobyte, 'layer')
  const { come, pull } = openSpool(content)
  const clients = Array.from({ length: 32 }, () => pull())
  const failures = clients.map(({ sent }) => sent.catch((error: unknown) => error))
  come(1)
  await settle()
  for (const { sink } of clients) expect(sink.writableLength + (sink as PassThrough).readableLength).toBe(1)
  come(30_000)
  await settle()
  for (const { sink } of clients) expect((sink as PassThrough).readableLength).toBe(30_001)
  for (const { sink } of clients) sink.destroy()
  for (const failure of await Promise.all(failures)) expect(failure).toBeInstanceOf(SinkClosedError)
})

test('the last byte waits until the digest is right, whatever has come', async () => {
  const content = Buffer.alloc(5 * kilobyte, 'layer')
  const { come, pull, state } = openSpool(content)
  const { sink, sent } = pull()
  come(content.length)
  await settle()
  expect((sink as PassThrough).readableLength).toBe(content.length - 1)
  state.approve()
  await sent
  expect(content.equals((sink as PassThrough).read())).toBe(true)
})

test('who comes when the beginning is no longer in memory has the first bytes at once, and the rest from the file', async () => {
  const content = Buffer.alloc(6 * kilobyte * kilobyte, 'a layer of which only the end is in memory')
  const { come, write, pull, recent, state, asked } = openSpool(content)
  while (recent.end < content.length) write(come(64 * kilobyte))
  const { sink, sent } = pull()
  await settle()
  expect((sink as PassThrough).readableLength).toBeGreaterThanOrEqual(64 * kilobyte)
  state.approve()
  await sent
  expect(content.equals((sink as PassThrough).read())).toBe(true)
  expect(asked).toEqual([64 * kilobyte])
})

test('of many clients that stop reading none holds much memory', async () => {
  const content = Buffer.alloc(2 * kilobyte * kilobyte)
  const { come, pull } = openSpool(content)
  const held: number[] = []
  const clients = Array.from({ length: 20 }, (_, at) => {
    const stuck = new Writable({
      writev(chunks) {
        held[at] = chunks.reduce((sum, { chunk }) => sum + chunk.length, 0)
      },
      write(chunk) {
        held[at] = chunk.length
      },
    })
    const { sent } = pull(stuck)
    sent.catch(() => {})
    return stuck
  })
  for (let at = 0; at < 16; at += 1) come(64 * kilobyte)
  await settle()
  expect(held.length).toBe(20)
  expect(Math.max(...held)).toBeLessThanOrEqual(128 * kilobyte)
  for (const stuck of clients) stuck.destroy()
})

test('memory is given back when a piece is written, sent and old, and not while somebody is sent it', async () => {
  const content = Buffer.alloc(6 * kilobyte * kilobyte)
  const { come, write, pull, recent } = openSpool(content)
  const held: (() => void)[] = []
  const slow = new Writable({ write: (_chunk, _encoding, done) => void held.push(done) })
  const { sent } = pull(slow)
  sent.catch(() => {})
  const first = come(64 * kilobyte)
  write(first)
  await settle()
  const second = come(64 * kilobyte)
  write(second)
  const third = come(64 * kilobyte)
  const lentThird = recent.lend(third.start, third.start + 1)
  write(third)
  while (recent.end < content.length) write(come(64 * kilobyte))
  // The first one is on its way to the slow client.
  expect([first, second, third].map(({ bytes }) => bytes.byteLength)).toEqual([
    64 * kilobyte,
    0,
    64 * kilobyte,
  ])
  lentThird?.giveBack()
  expect(third.bytes.byteLength).toBe(0)
  const lent = recent.lend(content.length - 10, content.length)
  recent.close()
  expect(lent?.chunks[0]?.byteLength).toBe(10)
  lent?.giveBack()
  expect(lent?.chunks[0]?.byteLength).toBe(0)
  slow.destroy()
})
