/** Layers of several frames of zstd are read as runtimes read them: to the end, and nothing behind a frame is hidden. */
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { archive, block, end } from '#testing/tar-archive.ts'
import { readLayer } from './read-layer.ts'

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Uint8Array, size = 65_536) {
  const paths: string[] = []
  const facts = await readLayer(pieces(bytes, size), { add: ({ path }) => paths.push(path) })
  return [paths.join(' '), facts.trouble?.detail ?? facts.trouble?.kind ?? null]
}

const good = { name: 'good', body: 'ok' }
const plain = archive(good)
const empty = zstdCompressSync(Buffer.alloc(0))
const skipped = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])

test.each([
  // Without an end of its own the first is an archive by itself, and nothing looks as if something were missing.
  [
    'an archive that goes on in a second frame',
    [zstdCompressSync(block(good)), zstdCompressSync(archive({ name: 'hidden' }))],
    'good hidden',
    null,
  ],
  [
    'a thousand frames of nothing before it',
    [...Array(1_000).fill(empty), zstdCompressSync(plain)],
    'good',
    null,
  ],
  ['frames to skip around it', [skipped, zstdCompressSync(plain), skipped], 'good', null],
  [
    'noise behind it',
    [zstdCompressSync(plain), Buffer.from('noise'.repeat(99))],
    'good',
    'ZSTD_error_prefix_unknown',
  ],
  [
    'a last frame that is cut',
    [zstdCompressSync(block(good)), zstdCompressSync(end).subarray(0, -3)],
    'good',
    'ends-early',
  ],
])('%s', async (_, frames, paths, trouble) => {
  const bytes = Buffer.concat(frames)
  for (const size of [7, 1_000, 65_536]) expect(await read(bytes, size)).toEqual([paths, trouble])
})

test('a bomb in a later frame ends at the ratio, as any', async () => {
  const zeros = zstdCompressSync(Buffer.alloc(100 * 1024 * 1024))
  const [, trouble] = await read(Buffer.concat([zstdCompressSync(block(good)), zeros]))
  expect(trouble).toBe('too-dense')
})

test('who stops in the middle of a frame leaves nothing open', async () => {
  let isEnded = false
  async function* source() {
    try {
      yield* pieces(zstdCompressSync(Buffer.concat([block(good), Buffer.alloc(1_000_000)])), 10)
    } finally {
      isEnded = true
    }
  }
  let isDone = false
  const add = () => {
    isDone = true
  }
  await readLayer(source(), { add, isDone: () => isDone })
  await expect.poll(() => isEnded).toBe(true)
})
