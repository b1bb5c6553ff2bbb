import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { archive, block, end, pax, type RawEntry } from '#testing/tar-archive.ts'
import type { LayerEntry } from './layer-entry.ts'
import { mergeLayers } from './merge-layers.ts'
import { readLayer } from './read-layer.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

async function read(bytes: Uint8Array, size: number) {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const entries: LayerEntry[] = []
  const { trouble, leftOut } = await readLayer(pieces(), { add: (entry) => entries.push(entry) })
  return { entries, trouble, leftOut }
}

const body = 'x'.repeat(700)

describe('names that are no UTF-8 stay different:', () => {
  test.each<[string, RawEntry[], string[]]>([
    [
      'in the field of GNU tar',
      [
        { name: latin1('caf\xe8'), body },
        { name: latin1('caf\xe9'), body: 'ok' },
      ],
      ['file caf\\xe8 700', 'file caf\\xe9 2'],
    ],
    [
      // Go keeps the ASCII characters of a name in the field, and the rest in a record.
      'in records of Go',
      [
        pax({ path: latin1('caf\xe8') }),
        { name: 'caf', body },
        pax({ path: latin1('caf\xe9'), mtime: '7.5' }),
        { name: 'caf', body: 'ok' },
      ],
      ['file caf\\xe8 700', 'file caf\\xe9 2'],
    ],
    [
      'where no ASCII is left for the field',
      [
        pax({ path: latin1('\xc6\xfc') }),
        { name: '', body },
        pax({ path: latin1('doc/\xcb\xdc') }),
        { name: 'doc/', body: 'ok' },
        pax({ linkpath: latin1('\xc6\xfc') }),
        { name: 'l', type: '2' },
      ],
      ['file \\xc6\\xfc 700', 'file doc/\\xcb\\xdc 2', 'symbolic link l 0 > \\xc6\\xfc'],
    ],
    [
      'and a target of no ASCII is one',
      [
        pax({ linkpath: '日本' }),
        { name: 'l', type: '2' },
        pax({ path: 'b/c', linkpath: '日本' }),
        { name: 'b', type: '1', size: '00000001000\0' },
      ],
      ['symbolic link l 0 > 日本', 'hard link b/c 0 > 日本'],
    ],
    [
      'in long names of GNU',
      [
        { name: '././@LongLink', type: 'L', body: latin1(`${'d/'.repeat(60)}\xe9\0`) },
        { name: 'd/', body },
        { name: '././@LongLink', type: 'K', body: latin1(`${'d/'.repeat(60)}\xe9\0`) },
        { name: 'l', type: '1', link: 'd' },
      ],
      [`file ${'d/'.repeat(60)}\\xe9 700`, `hard link l 0 > ${'d/'.repeat(60)}\\xe9`],
    ],
    [
      'in a record, with the same in the field',
      [pax({ path: latin1('long/\xe9'), hdrcharset: 'BINARY' }), { name: latin1('\xe9'), body }],
      ['file long/\\xe9 700'],
    ],
    [
      'of a file that is taken away',
      [{ name: latin1('d/.wh.\xe9') }, { name: latin1('\xff/.wh..wh..opq') }],
      ['whiteout d/\\xe9 0', 'opaque \\xff 0'],
    ],
    [
      'beside attributes of any bytes',
      [
        pax({
          'SCHILY.xattr.security.capability': latin1('\x01\0\0\x02\n12 path=no\n\xff\0'),
          path: 'bin/ping',
          size: '700',
        }),
        { name: 'ping', body },
        pax({ 'SCHILY.xattr.user.a': latin1('\xff') }),
        { name: 'pong' },
      ],
      ['file bin/ping 700', 'file pong 0'],
    ],
    [
      'where entries before have no content, or are left out',
      [
        { name: 'z', type: 'Z', body },
        { name: 'l', type: '2', link: 'x', size: '00000001000\0' },
        { name: latin1('\xe8') },
        { name: 'd/', type: '5' },
        pax({ path: latin1('\xe9') }),
        { name: '' },
      ],
      ['symbolic link l 0 > x', 'file \\xe8 0', 'folder d 0', 'file \\xe9 0'],
    ],
    [
      'and UTF-8 is left as it is',
      [{ name: 'a\\xe9' }, { name: 'a\ufffd' }, pax({ path: 'é\ufffd' }), { name: latin1('\xe9') }],
      ['file a\\xe9 0', 'file a\ufffd 0', 'file é\ufffd 0'],
    ],
  ])('%s', async (_, entries, shown) => {
    for (const size of [1, 512, 1_000, 1_536, 65_536]) {
      const { entries: told, trouble } = await read(archive(...entries, { name: 'last' }), size)
      expect(trouble).toBeNull()
      const lines = told.map(({ kind, path, target, sizeBytes }) =>
        [kind, path, sizeBytes, ...(target === null ? [] : ['>', target])].join(' '),
      )
      expect(lines, `${size}`).toEqual([...shown, 'file last 0'])
    }
  })
})

test('what looks like a header in a file is content', async () => {
  const inner = Buffer.concat([
    block(pax({ path: latin1('\xe9') })),
    block({ name: latin1('\xe8'), body }),
    end,
  ])
  const bytes = archive({ name: latin1('\xff.tar'), body: inner }, { name: latin1('\xfe') })
  for (const size of [512, 1_000, 65_536]) {
    const { entries, trouble } = await read(bytes, size)
    expect(trouble).toBeNull()
    expect(entries.map(({ path }) => path)).toEqual(['\\xff.tar', '\\xfe'])
    expect(entries[0]?.contentHash).toBe(createHash('sha256').update(inner).digest('hex').slice(0, 16))
  }
})

test('a long name before the field is read with it', async () => {
  const header = block({ name: latin1('f\xe9') })
  header.write('folder', 345)
  header.write('        ', 148, 'latin1')
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const { entries } = await read(Buffer.concat([header, end]), 512)
  expect(entries.map(({ path }) => path)).toEqual(['folder/f\\xe9'])
})

test('records that are longer than they say are left to the parser, which passes over them', async () => {
  const broken: RawEntry = { name: 'pax', type: 'x', body: latin1('99 path=\xe9\n') }
  const { entries, trouble } = await read(archive(broken, { name: 'a' }), 512)
  expect([entries.map(({ path }) => path), trouble]).toEqual([['a'], null])
})

test('the tree has all of them', async () => {
  const names = Array.from({ length: 0x80 }, (_, at) => Buffer.from([0x66, 0x80 + at]))
  const { entries } = await read(archive(...names.map((name) => ({ name }))), 4_096)
  expect(mergeLayers([entries]).root.children?.size).toBe(0x80)
})
