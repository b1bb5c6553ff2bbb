import { createHash } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { archive, block, end, pax, type RawEntry } from '#testing/tar-archive.ts'
import { type LayerEntry, readMarker, toInnerPath } from './layer-entry.ts'
import { type LayerBounds, readLayer as tellLayer } from './read-layer.ts'

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** All that is told of a layer. */
async function readLayer(source: AsyncIterable<Uint8Array>, options?: Parameters<typeof tellLayer>[2]) {
  const entries: LayerEntry[] = []
  const facts = await tellLayer(source, { add: (entry) => entries.push(entry) }, options)
  return { ...facts, entries }
}

function read(bytes: Uint8Array, bounds: Partial<LayerBounds> = {}, size = 65_536) {
  return readLayer(pieces(bytes, size), { bounds })
}

/** Each entry in short, and whether something was wrong. */
async function list(bytes: Uint8Array, bounds: Partial<LayerBounds> = {}) {
  const { entries, leftOut, trouble } = await read(bytes, bounds)
  const shown = entries.map(
    ({ path, kind, target }) => `${kind} ${path}${target === null ? '' : ` > ${target}`}`,
  )
  return { shown, leftOut, trouble }
}

const plain = archive({ name: 'etc/', type: '5' }, { name: 'etc/os-release', body: 'ID=demo\n' })

/** As zstd:chunked has them. */
const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])

test.each([
  ['plain', plain],
  ['gzip', gzipSync(plain)],
  [
    'gzip of several members',
    Buffer.concat([gzipSync(plain.subarray(0, 700)), gzipSync(plain.subarray(700))]),
  ],
  ['zstd', zstdCompressSync(plain)],
  [
    'zstd of several frames, and some to skip',
    Buffer.concat([
      skipped,
      zstdCompressSync(plain.subarray(0, 700)),
      skipped,
      zstdCompressSync(plain.subarray(700)),
      skipped,
    ]),
  ],
])('a layer is read: %s', async (_, bytes) => {
  for (const size of [1, 3, 511, 65_536]) {
    const table = await read(bytes, {}, size)
    expect(table).toMatchObject({
      trouble: null,
      leftOut: 0,
      osRelease: 'ID=demo\n',
      unpackedBytes: plain.length,
    })
    expect(table.entries).toEqual([
      {
        path: 'etc',
        kind: 'folder',
        target: null,
        sizeBytes: 0,
        mode: 0o644,
        uid: 1,
        gid: 2,
        modifiedAtS: 7,
        contentHash: null,
      },
      {
        path: 'etc/os-release',
        kind: 'file',
        target: null,
        sizeBytes: 8,
        mode: 0o644,
        uid: 1,
        gid: 2,
        modifiedAtS: 7,
        contentHash: createHash('sha256').update('ID=demo\n').digest('hex').slice(0, 16),
      },
    ])
  }
})

describe('a hostile layer is what it is:', () => {
  const long = 'd/'.repeat(200)
  test.each<[string, RawEntry[], string[], number]>([
    ['a way out', [{ name: '../../etc/passwd' }], ['file etc/passwd'], 0],
    ['a way out in the middle', [{ name: 'a/../../b' }], ['file b'], 0],
    ['an absolute path', [{ name: '/etc/passwd' }], ['file etc/passwd'], 0],
    ['many slashes', [{ name: '//a///b' }], ['file a/b'], 0],
    ['the root itself', [{ name: './', type: '5' }], ['folder '], 0],
    ['a link out', [{ type: '2', link: '../../../etc' }], ['symbolic link a > ../../../etc'], 0],
    ['a link to itself', [{ type: '2', link: 'a' }], ['symbolic link a > a'], 0],
    ['a hard link out', [{ type: '1', link: '/etc/shadow' }], ['hard link a > /etc/shadow'], 0],
    ['a hard link to itself', [{ type: '1', link: 'a' }], ['hard link a > a'], 0],
    [
      'a circle of links',
      [
        { name: 'a', type: '2', link: 'b' },
        { name: 'b', type: '2', link: 'a' },
      ],
      ['symbolic link a > b', 'symbolic link b > a'],
      0,
    ],
    ['devices', [{ type: '3' }, { type: '4' }], ['character device a', 'block device a'], 0],
    ['a fifo', [{ type: '6' }], ['fifo a'], 0],
    ['an entry twice', [{ body: '1' }, { body: '22' }], ['file a', 'file a'], 0],
    ['a kind that nobody knows', [{ type: 'Z' }, { name: 'b' }], ['file b'], 1],
    ['a newline in a name', [{ name: 'a\nb' }], ['file a\nb'], 0],
    ['a name that ends at its NUL', [{ name: 'a\0b' }], ['file a'], 0],
    ['no UTF-8', [{ name: Buffer.from([0x61, 0xff, 0x62]) }], ['file a\\xffb'], 0],
    ['a whiteout', [{ name: 'a/.wh.b' }], ['whiteout a/b'], 0],
    ['a whiteout at the root', [{ name: '.wh.b' }], ['whiteout b'], 0],
    ['an opaque folder', [{ name: 'a/.wh..wh..opq' }], ['opaque a'], 0],
    ['an opaque root', [{ name: '.wh..wh..opq' }], ['opaque '], 0],
    ['a whiteout of nothing', [{ name: 'a/.wh.' }], [], 1],
    ['a whiteout of its folder', [{ name: 'a/.wh..' }], [], 1],
    ['a whiteout of the folder above', [{ name: 'a/.wh...' }], [], 1],
    ['something below a whiteout', [{ name: 'a/.wh.../b' }], [], 1],
    ['what AUFS keeps', [{ name: '.wh..wh.plnk' }], [], 1],
    ['too deep', [pax({ path: `${long}f` }), {}], [], 1],
    ['too long', [pax({ path: 'x'.repeat(5_000) }), {}], [], 1],
    ['a target that is too long', [pax({ linkpath: 'x'.repeat(5_000) }), { type: '2', link: 'b' }], [], 1],
    ['pax says the path', [pax({ path: '../../x' }), {}], ['file x'], 0],
    [
      'pax says the target',
      [pax({ linkpath: '/out' }), { type: '2', link: 'in' }],
      ['symbolic link a > /out'],
      0,
    ],
    ['a GNU long name', [{ name: 'L', type: 'L', body: 'long/name\0' }, {}], ['file long/name'], 0],
  ])('%s', async (_, entries, shown, leftOut) => {
    expect(await list(archive(...entries))).toEqual({ shown, leftOut, trouble: null })
  })

  const sizeOfFile = '00000002000\0'
  test.each<[string, RawEntry[], string]>([
    ['a hard link', [{ name: 'l', type: '1', link: 'first', size: sizeOfFile }], 'hard link l > first'],
    [
      'a symbolic link',
      [{ name: 'l', type: '2', link: 'first', size: sizeOfFile }],
      'symbolic link l > first',
    ],
    ['a character device', [{ name: 'n', type: '3', size: sizeOfFile }], 'character device n'],
    ['a block device', [{ name: 'n', type: '4', size: sizeOfFile }], 'block device n'],
    ['a folder', [{ name: 'd/', type: '5', size: sizeOfFile }], 'folder d'],
    ['a pipe', [{ name: 'p', type: '6', size: sizeOfFile }], 'fifo p'],
    [
      'a hard link with its size in an extended header',
      [pax({ size: '1024' }), { name: 'l', type: '1', link: 'first' }],
      'hard link l > first',
    ],
    [
      'a folder with its size in an extended header',
      [pax({ size: '4096' }), { name: 'd/', type: '5' }],
      'folder d',
    ],
  ])('%s that states a size has no body', async (_, entries, shown) => {
    const bytes = archive({ name: 'first', body: 'x'.repeat(1_024) }, ...entries, {
      name: 'last',
      body: 'ok',
    })
    for (const size of [512, 1_000, 65_536]) {
      const { entries: told, trouble } = await read(bytes, {}, size)
      expect(trouble).toBeNull()
      const lines = told.map(
        ({ kind, path, target }) => `${kind} ${path}${target === null ? '' : ` > ${target}`}`,
      )
      expect(lines).toEqual(['file first', shown, 'file last'])
      expect(told.map(({ sizeBytes }) => sizeBytes)).toEqual([1_024, 0, 2])
    }
  })

  const good = block({ name: 'good' })
  test.each<[string, Buffer, RegExp]>([
    ['a wrong checksum', Buffer.concat([good, archive({ checksum: '000000\0 ' })]), /checksum/],
    ['cut in a body', Buffer.concat([good, block({ body: 'x'.repeat(600) }).subarray(0, 700)]), /Truncated/],
    ['a size that lies', Buffer.concat([good, block({ size: '77777777777\0' }), end]), /Truncated/],
    [
      'a huge pax header',
      Buffer.concat([good, archive(pax({ comment: 'x'.repeat(70_000) }), {})]),
      /long-name/,
    ],
    [
      'a huge global header',
      Buffer.concat([good, archive(pax({ comment: 'x'.repeat(70_000) }, 'g'), {})]),
      /long-name/,
    ],
    [
      'a huge GNU name',
      Buffer.concat([good, archive({ type: 'L', body: 'x'.repeat(70_000) }, {})]),
      /long-name/,
    ],
    ['gzip that is cut', gzipSync(Buffer.concat([good, end])).subarray(0, -9), /ends-early/],
    ['zstd that is cut', zstdCompressSync(Buffer.concat([good, end])).subarray(0, -3), /ends-early|unpacked/],
    ['gzip with a wrong sum', wrongSum(), /unpacked/],
    ['a link without a target', Buffer.concat([good, archive({ type: '2' })]), /linkpath required/],
  ])('%s is told, and what came before it kept', async (_, bytes, reason) => {
    const { shown, trouble } = await list(bytes)
    expect(`${trouble?.kind} ${trouble?.detail}`).toMatch(reason)
    expect(shown.slice(1)).toEqual([])
  })

  function wrongSum() {
    const bytes = gzipSync(Buffer.concat([good, end]))
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1
    return bytes
  }

  test('no archive at all', async () => {
    expect(await list(Buffer.from('hello'.repeat(300)))).toMatchObject({
      shown: [],
      trouble: { kind: 'damaged' },
    })
  })

  test('garbage behind the end is not read', async () => {
    // Kept, so much of it would take the memory of the machine.
    const bytes = Buffer.concat([good, end, Buffer.from('garbage'.repeat(3_000_000))])
    expect(await list(bytes)).toEqual({ shown: ['file good'], leftOut: 0, trouble: null })
  })

  test('a negative size is none', async () => {
    const size = Buffer.from([...Array(11).fill(0xff), 0xfe])
    const { entries, trouble } = await read(Buffer.concat([good, block({ size }), end]))
    expect(trouble).toBeNull()
    expect(entries.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['good', 0],
      ['a', 0],
    ])
  })

  test('a size beyond all numbers ends the reading', async () => {
    const size = Buffer.from([0x80, ...Array(11).fill(0x7f)])
    const { shown, trouble } = await list(Buffer.concat([good, block({ size }), end]))
    expect(shown).toEqual(['file good'])
    expect(trouble?.kind).toBe('damaged')
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('a bomb of %s ends at the ratio', async (_, compress) => {
    const zeros = block({ name: 'zeros', body: Buffer.alloc(100 * 1024 * 1024) })
    const { shown, trouble } = await list(compress(Buffer.concat([zeros, end])))
    expect({ shown, trouble }).toEqual({
      shown: [],
      trouble: { kind: 'too-dense', bound: 250 },
    })
  })

  test('a million entries, as they come, end at the bound', async () => {
    async function* many() {
      const some = Buffer.concat(Array.from({ length: 1_000 }, (_, at) => block({ name: `f${at}` })))
      for (let at = 0; at < 1_000; at++) yield some
    }
    const table = await readLayer(many(), { bounds: { maxEntries: 5_000 } })
    expect(table.entries).toHaveLength(5_000)
    expect(table.trouble).toEqual({ kind: 'too-many-entries', bound: 5_000 })
  })

  test('more bytes than the bound', async () => {
    const bytes = archive({ body: 'x'.repeat(10_000) })
    expect((await read(bytes, { maxUnpackedBytes: 5_000 }, 512)).trouble?.kind).toBe('too-large')
  })
})

test('what the source throws is thrown: nothing is known then', async () => {
  async function* broken() {
    yield plain.subarray(0, 600)
    throw new Error('away')
  }
  await expect(readLayer(broken())).rejects.toThrow('away')
})

test('a signal ends it', async () => {
  const controller = new AbortController()
  async function* endless() {
    for (let at = 0; ; at++) {
      if (at === 10) controller.abort(new Error('enough'))
      yield block({ name: `f${at}` })
      await new Promise(setImmediate)
    }
  }
  await expect(readLayer(endless(), { signal: controller.signal })).rejects.toThrow('enough')
})

test('whatever the bytes are, there is a table', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.tuple(fc.nat(plain.length - 1), fc.nat(255)).map(([at, value]) => {
      const changed = Buffer.from(plain)
      changed[at] = value
      return changed
    }),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      for (const { path } of (await read(content)).entries) expect(path.split('/')).not.toContain('..')
    }),
  )
})

test('a path stays within, and is read the same again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('..', '.', '', 'a', '.wh.', '.wh..', '.wh.x')), (parts) => {
      const path = toInnerPath(parts.join('/'))
      if (path === null) return
      expect(path.split('/')).not.toContain('..')
      expect(toInnerPath(path)).toBe(path)
      expect(readMarker(path)?.path ?? '').not.toMatch(/(?:^|\/)\.\.?$/)
    }),
  )
})

test.each([
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
  ['gzip that compresses nothing', (bytes: Buffer) => gzipSync(bytes, { level: 0 })],
  ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
])('zeros behind the end are read and passed over, however many: %s', async (_, compress) => {
  for (const zeros of [1_000, 10_240, 700_000, 2_000_001]) {
    const tar = Buffer.concat([archive({ name: 'a', body: 'hello' }), Buffer.alloc(zeros)])
    const table = await read(compress(tar), {}, 65_536)
    expect(table).toMatchObject({ trouble: null, unpackedBytes: tar.length })
    expect(table.entries.map(({ path }) => path)).toEqual(['a'])
  }
})

test('a program, whose bytes may be anything, is read like a text', async () => {
  let state = 1
  const body = Buffer.alloc(2_000_000)
  for (let at = 0; at < body.length; at++) {
    state = (state * 48_271) % 2_147_483_647
    body[at] = state >>> 8
  }
  const { entries, trouble } = await read(archive({ name: 'usr/bin/node', body }, { name: 'last' }))
  expect([trouble, entries.map(({ path }) => path)]).toEqual([null, ['usr/bin/node', 'last']])
  expect(entries[0]?.contentHash).toBe(createHash('sha256').update(body).digest('hex').slice(0, 16))
})

test('a long path is whole wherever the chunks of a layer end', async () => {
  const path = `x${'é'.repeat(700)}`
  for (let padBytes = 519_680; padBytes <= 524_800; padBytes += 512) {
    const tar = archive({ name: 'p', body: Buffer.alloc(padBytes) }, pax({ path }), {
      name: 'a',
      body: 'abc',
    })
    const { entries, trouble } = await read(gzipSync(tar, { level: 1 }))
    expect([trouble, entries.at(-1)?.path], `${padBytes}`).toEqual([null, path])
  }
})
