/**
 * Archives that no honest tool makes, each through everything that is done with a layer: read, kept, merged with itself, described, listed,
 * compared and read from. What is shown of each is said here; that nothing leaves the container and nothing else fails holds for all.
 */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { archive, block, end, pax, type RawEntry } from '#testing/tar-archive.ts'
import { compareTrees } from './compare-trees.ts'
import { openFileTree, packTree } from './file-tree.ts'
import { createTableWriter, openLayerTable } from './layer-table.ts'
import type { LayerTrouble } from './layer-trouble.ts'
import { listFolder } from './list-folder.ts'
import { countChanges, describeLastLayer, mergeLayers } from './merge-layers.ts'
import { previewFile } from './preview-file.ts'
import { type LayerBounds, readLayer } from './read-layer.ts'
import { summarizeFiles } from './summarize-files.ts'

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

async function readTable(source: AsyncIterable<Uint8Array>, bounds: Partial<LayerBounds> = {}) {
  const writer = createTableWriter()
  return openLayerTable(writer.finish(await readLayer(source, writer, { bounds })))
}

/** What is shown of it in the end, and how it was read. */
async function look(bytes: Uint8Array) {
  const table = await readTable(pieces(bytes))
  const tree = openFileTree(packTree(mergeLayers([table]).root))
  const twice = openFileTree(packTree(mergeLayers([table, table]).root))
  const described = describeLastLayer([table, table]).root
  countChanges(described)
  openFileTree(packTree(described))
  summarizeFiles(tree, [table])
  expect(compareTrees(tree, tree, 10).changes).toEqual([])
  compareTrees(tree, twice, 10)
  const query = { path: '', filter: '/', sort: 'size', page: 1, pageSize: 50, room: 1e6, maxFlat: 0 } as const
  const all = listFolder(tree, { ...query, filter: '', maxFlat: 1_000 })
  listFolder(tree, query)
  for (const { path } of table) {
    expect(path.split('/')).not.toContain('..')
    expect(path.startsWith('/')).toBe(false)
  }
  const files = new Set([...table].flatMap(({ kind, path }) => (kind === 'file' ? [path] : [])))
  for (const path of files) await previewFile(pieces(bytes), table, path)
  const rows = all.kind === 'folder' ? all.rows : []
  const shown = rows.map(({ path, kind, target, sizeBytes }) =>
    [kind, path, ...(target === null ? [] : ['>', target]), ...(sizeBytes > 0 ? [sizeBytes] : [])].join(' '),
  )
  const { leftOut, trouble } = table.facts
  return [shown.join(', '), leftOut > 0 ? `${leftOut} left out` : '', toText(trouble)]
    .filter(Boolean)
    .join('; ')
}

function toText(trouble: LayerTrouble | null): string {
  return trouble === null ? '' : [trouble.kind, trouble.detail ?? []].flat().join(': ')
}

/** What is shown of each in the end, by size, what is left out, and what is said of it. */
const shownOf: Record<string, string> = {
  'a GNU name upwards': 'file x',
  'a GNU target':
    'symbolic link a > ../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../../etc/shadow',
  'a GNU target that is too long': '1 left out',
  'a NUL in a path': 'file good 2, file a',
  'a NUL in a target': 'file good 2, symbolic link a > a',
  'a contiguous file': 'file a 3',
  'a device with a body': 'character device n; damaged: checksum failure',
  'a file below a device': 'block device a',
  'a file below a file': 'file a 1',
  'a file below a link that leads out': 'symbolic link a > /etc',
  'a file that is called like a folder': 'file good 2, folder d',
  'a file, a folder, a file': 'file a 2',
  'a folder with a body': 'folder d; damaged: checksum failure',
  'a hard link to a folder': 'folder d, hard link l > d',
  'a hard link upwards': 'hard link l > ../../../etc/shadow',
  'a hard link with a body': 'hard link l > good; damaged: checksum failure',
  'a link in place of a folder with files': 'symbolic link a > /',
  'a mode of all bits': 'file a',
  'a size within a remark': 'file good 2; ambiguous',
  'a path within a name': 'file good 2; ambiguous',
  'a remark of several lines': 'file good 2, file a',
  'a newline and a length in a path': 'file good 2; ambiguous',
  'a page': 'damaged: checksum failure',
  'a path for all that follow': 'file b 2, file a 1',
  'a path that leads up only': 'file good 2',
  'a prefix that leads out': 'file root/x',
  'a prototype': 'file a',
  'a record longer than it is': 'file good 2, file a',
  'a record of no length': 'file good 2, file a',
  'a record without a value': 'file good 2; damaged: path is required',
  'a record without an end': 'file good 2, file a',
  'a size below nothing': 'file a 3, file good 2',
  'a size beyond all numbers':
    'file good 2; 1 left out; damaged: Truncated input (needed 1e+30 more bytes, only 0 available)',
  'a size beyond the end':
    'file good 2; damaged: Truncated input (needed 9998848 more bytes, only 0 available)',
  'a size for all that follow': 'file a 512, file good 512',
  'a size in place of the own': 'file a 3, file good 2',
  'a size of a terabyte':
    'file good 2; damaged: Truncated input (needed 1099511626240 more bytes, only 0 available)',
  'a size of nothing': 'file good 2, file a',
  'a size of other digits': 'file good 2, file a; damaged: checksum failure',
  'a size that is no number': 'file a 3, file good 2',
  'a size that no number holds':
    'file good 2; damaged: parsed number outside of javascript safe integer range',
  'a size with spaces': 'file a 3, file good 2',
  'a skippable frame of zstd': 'file good 2',
  'a sparse file with another name': 'ambiguous',
  'a sparse file with a name within another record': 'file good 2; ambiguous',
  'a sum of signed bytes': 'damaged: checksum failure',
  'a symbolic link with a body': 'symbolic link l > x; damaged: checksum failure',
  'a whiteout and its file': 'file b 1',
  'a whiteout of everything and all again': 'file good 2',
  'a whiteout that is a folder': '1 left out',
  'a whiteout that is a link': '',
  'a whiteout with a body': 'file good 2',
  'a window of zstd as large as can be': 'not-unpacked-for: ZSTD_error_frameParameter_windowTooLarge',
  'an empty path': 'file good 2; damaged: path is required',
  'an opaque file': 'file f 1',
  'bzip2, which no layer is': 'damaged: checksum failure',
  'characters that turn a text': 'file \r, file \u001b[2J, file  , file a\u202etxt.exe',
  'entries behind the end': 'file good 2',
  'gzip of another method': 'not-unpacked-for: Z_DATA_ERROR',
  'gzip with a name that never ends': 'ends-early',
  'gzip within gzip': 'compressed-twice',
  'gzip, then noise': 'not-unpacked-for: Z_DATA_ERROR',
  'hard links in a circle': 'hard link a > b, hard link b > c, hard link c > a',
  'kinds of GNU that hold no files': 'file good 2; 4 left out',
  'names in two cases and forms': 'file A, file a, file e\u0301, file é',
  'names of a shell and a page': 'file "><svg onload=alert(1)>, file $(reboot), file -rf, file `id`',
  'names of an object': 'file __proto__ 1, file constructor/prototype 1, file toString',
  'names of its own': 'file a',
  'names of other systems': 'file %2e%2e/z, file ..\\..\\y, file C:/x, file CON, file \\\\host\\share',
  'no magic': 'file a 1',
  'no record at all': 'file good 2, file a',
  noise: 'file good 2, file a',
  nothing: 'damaged: Unrecognized archive format',
  'nothing follows': 'file good 2',
  'one block of zeros between': 'file good 2, file after',
  'one byte': 'damaged: Unrecognized archive format',
  'one name a thousand times': 'file a 3',
  'owners that nobody has': 'file a',
  'the beginning of gzip': 'ends-early',
  'the beginning of zstd': 'ends-early',
  'the root as a file': 'damaged: checksum failure',
  'the root as a path': 'file good 2',
  'times that never were': 'file a, file b, file c',
  'twice in a row': 'file two',
  'two GNU names': 'file two',
  xz: 'damaged: checksum failure',
  zeros: 'damaged: Unrecognized archive format',
  zip: 'damaged: checksum failure',
  'zstd within gzip': 'damaged: Unrecognized archive format',
}

const huge = (bytes: number[]) => Buffer.from([0x80, ...Array(11 - bytes.length).fill(0), ...bytes])
const raw = (...parts: (RawEntry | Buffer)[]) =>
  Buffer.concat([...parts.map((part) => (Buffer.isBuffer(part) ? part : block(part))), end])

/** A header whose fields are written over, with its sum made right again. */
function patch(entry: RawEntry, fields: Record<number, string | Buffer>, sumOf?: (header: Buffer) => number) {
  const bytes = block(entry)
  for (const [at, value] of Object.entries(fields)) Buffer.from(value).copy(bytes, Number(at))
  const header = bytes.subarray(0, 512)
  header.write('        ', 148, 'latin1')
  const sum = sumOf ? sumOf(header) : header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return bytes
}

const good: RawEntry = { name: 'good', body: 'ok' }

describe('what a header for the next entry says:', () => {
  test.each<[string, Buffer]>([
    [
      'a size in place of the own',
      raw(pax({ size: '3' }), patch({ name: 'a', body: 'abc' }, { 124: '00000000000\0' }), good),
    ],
    ['a size beyond the end', raw(good, pax({ size: '9999999' }), { name: 'a', body: 'abc' })],
    ['a size below nothing', raw(good, pax({ size: '-1' }), { name: 'a', body: 'abc' })],
    ['a size that is no number', raw(good, pax({ size: 'many' }), { name: 'a', body: 'abc' })],
    ['a size beyond all numbers', raw(good, pax({ size: '1e30' }), { name: 'a', body: 'abc' })],
    ['a record longer than it is', raw(good, { name: 'p', type: 'x', body: '99 path=x\n' }, { name: 'a' })],
    ['a record of no length', raw(good, { name: 'p', type: 'x', body: '0 path=x\n' }, { name: 'a' })],
    ['a record without an end', raw(good, { name: 'p', type: 'x', body: '9 path=xy' }, { name: 'a' })],
    ['a record without a value', raw(good, { name: 'p', type: 'x', body: '7 path\n' }, { name: 'a' })],
    ['no record at all', raw(good, { name: 'p', type: 'x' }, { name: 'a' })],
    [
      'noise',
      raw(good, { name: 'p', type: 'x', body: Buffer.from([0xff, 0xfe, 0, 10, 0x31]) }, { name: 'a' }),
    ],
    ['an empty path', raw(good, pax({ path: '' }), { name: 'a' })],
    ['the root as a path', raw(good, pax({ path: '/' }), { name: 'a' })],
    ['a path that leads up only', raw(good, pax({ path: '../..' }), { name: 'a' })],
    ['a NUL in a path', raw(good, pax({ path: 'a\0b' }), { name: 'a' })],
    ['a NUL in a target', raw(good, pax({ linkpath: 'a\0b' }), { name: 'a', type: '2', link: 'x' })],
    ['a newline and a length in a path', raw(good, pax({ path: 'x\n12 size=9\n' }), { name: 'a' })],
    ['a size within a remark', raw(good, pax({ comment: 'x\n12 size=512' }), { name: 'a', body: 'abc' })],
    ['a path within a name', raw(good, pax({ path: 'x\n11 path=yz' }), { name: 'a' })],
    ['a remark of several lines', raw(good, pax({ comment: 'x\ny' }), { name: 'a' })],
    [
      'a path for all that follow',
      raw(pax({ path: 'every' }, 'g'), { name: 'a', body: '1' }, { name: 'b', body: '22' }),
    ],
    ['a size for all that follow', raw(pax({ size: '512' }, 'g'), { name: 'a', body: '1' }, good)],
    ['twice in a row', raw(pax({ path: 'one' }), pax({ path: 'two' }), { name: 'a' })],
    ['nothing follows', raw(good, pax({ path: 'x' }))],
    ['owners that nobody has', raw(pax({ uid: '-5', gid: '99999999999999999999' }), { name: 'a' })],
    [
      'times that never were',
      raw(
        pax({ mtime: '1e400' }),
        { name: 'a' },
        pax({ mtime: 'NaN' }),
        { name: 'b' },
        pax({ mtime: '-99999999999' }),
        { name: 'c' },
      ),
    ],
    [
      'a sparse file with another name',
      raw(
        pax({
          'GNU.sparse.major': '1',
          'GNU.sparse.minor': '0',
          'GNU.sparse.name': '../evil',
          'GNU.sparse.realsize': '99999999999',
        }),
        { name: 'a', body: 'abc' },
      ),
    ],
    [
      'a sparse file with a name within another record',
      raw(good, { name: 'p', type: 'x', body: '13 comment=x\n23 GNU.sparse.name=evil\n' }, { name: 'a' }),
    ],
    [
      'names of its own',
      raw(pax({ __proto__x: 'x', constructor: 'x', 'SCHILY.xattr.user.a': '\u0001' }), { name: 'a' }),
    ],
    ['a prototype', raw({ name: 'p', type: 'x', body: '22 __proto__=polluted\n' }, { name: 'a' })],
    ['a GNU name upwards', raw({ type: 'L', body: '../../../x\0' }, { name: 'a' })],
    ['two GNU names', raw({ type: 'L', body: 'one\0' }, { type: 'L', body: 'two\0' }, { name: 'a' })],
    [
      'a GNU target',
      raw({ type: 'K', body: `${'../'.repeat(90)}etc/shadow\0` }, { name: 'a', type: '2', link: 'x' }),
    ],
    [
      'a GNU target that is too long',
      raw({ type: 'K', body: `${'x'.repeat(5_000)}\0` }, { name: 'a', type: '2', link: 'x' }),
    ],
  ])('%s', async (name, bytes) => {
    expect(await look(bytes)).toBe(shownOf[name])
  })
})

describe('what a header says of itself:', () => {
  test.each<[string, Buffer]>([
    ['a prefix that leads out', raw(patch({ name: 'x' }, { 345: '../../../root' }))],
    ['no magic', raw(patch({ name: 'a', body: '1' }, { 257: Buffer.alloc(8) }))],
    [
      'a sum of signed bytes',
      raw(
        patch({ name: Buffer.from([0x61, 0xc3, 0xa9]) }, {}, (header) =>
          header.reduce((total, byte) => total + ((byte << 24) >> 24), 0),
        ),
      ),
    ],
    ['a contiguous file', raw({ type: '7', body: 'abc' })],
    [
      'kinds of GNU that hold no files',
      raw(
        { name: 'd', type: 'D', body: 'abc' },
        { name: 'm', type: 'M', body: 'abc' },
        { name: 's', type: 'S', body: 'abc' },
        { name: 'v', type: 'V' },
        good,
      ),
    ],
    ['a folder with a body', raw({ name: 'd', type: '5', body: 'x'.repeat(600) }, good)],
    ['a symbolic link with a body', raw({ name: 'l', type: '2', link: 'x', body: 'x'.repeat(600) }, good)],
    ['a hard link with a body', raw({ name: 'l', type: '1', link: 'good', body: 'x'.repeat(600) }, good)],
    ['a device with a body', raw({ name: 'n', type: '3', body: 'x'.repeat(600) }, good)],
    ['a file that is called like a folder', raw({ name: 'd/', body: '' }, good)],
    ['a size with spaces', raw({ name: 'a', body: 'abc', size: '         3 \0' }, good)],
    ['a size of other digits', raw(good, { name: 'a', body: 'abc', size: '99999999999\0' })],
    ['a size of nothing', raw({ name: 'a', body: '', size: Buffer.alloc(12) }, good)],
    ['a size that no number holds', raw(good, { name: 'a', size: huge([0x20, 0, 0, 0, 0, 0, 0]) })],
    ['a size of a terabyte', raw(good, { name: 'a', body: 'abc', size: huge([1, 0, 0, 0, 0, 0]) })],
    ['a mode of all bits', raw(patch({ name: 'a' }, { 100: '7777777\0' }))],
  ])('%s', async (name, bytes) => {
    expect(await look(bytes)).toBe(shownOf[name])
  })
})

describe('entries that quarrel:', () => {
  test.each<[string, RawEntry[]]>([
    [
      'a file below a link that leads out',
      [
        { name: 'a', type: '2', link: '/etc' },
        { name: 'a/passwd', body: 'x' },
      ],
    ],
    [
      'a link in place of a folder with files',
      [
        { name: 'a/b', body: '1' },
        { name: 'a', type: '2', link: '/' },
        { name: 'a/c', body: '2' },
      ],
    ],
    [
      'a file, a folder, a file',
      [{ name: 'a', body: '1' }, { name: 'a', type: '5' }, { name: 'a/b' }, { name: 'a', body: '22' }],
    ],
    [
      'a file below a file',
      [
        { name: 'a', body: '1' },
        { name: 'a/b', body: '2' },
      ],
    ],
    [
      'a file below a device',
      [
        { name: 'a', type: '4' },
        { name: 'a/b', body: '2' },
      ],
    ],
    ['the root as a file', [{ name: '/', body: '1' }, { name: '.', type: '2', link: 'x' }, good]],
    [
      'hard links in a circle',
      [
        { name: 'a', type: '1', link: 'b' },
        { name: 'b', type: '1', link: 'c' },
        { name: 'c', type: '1', link: 'a' },
      ],
    ],
    [
      'a hard link to a folder',
      [
        { name: 'd/', type: '5' },
        { name: 'l', type: '1', link: 'd' },
      ],
    ],
    ['a hard link upwards', [{ name: 'l', type: '1', link: '../../../etc/shadow' }]],
    ['a whiteout of everything and all again', [{ name: '.wh..wh..opq' }, good, { name: '.wh.good' }]],
    ['a whiteout that is a folder', [{ name: 'a/.wh.b', type: '5' }, { name: 'a/.wh.b/c' }]],
    ['a whiteout that is a link', [{ name: '.wh.b', type: '2', link: '/etc' }]],
    ['a whiteout with a body', [{ name: '.wh.b', body: 'x'.repeat(700) }, good]],
    ['a whiteout and its file', [{ name: 'b', body: '1' }, { name: '.wh.b' }]],
    ['an opaque file', [{ name: 'f', body: '1' }, { name: 'f/.wh..wh..opq' }]],
    [
      'one name a thousand times',
      Array.from({ length: 1_000 }, (_, at) => ({ name: 'a', body: String(at) })),
    ],
    ['names in two cases and forms', [{ name: 'A' }, { name: 'a' }, { name: 'e\u0301' }, { name: 'é' }]],
    [
      'names of other systems',
      [
        { name: 'C:/x' },
        { name: '..\\..\\y' },
        { name: 'CON' },
        { name: '%2e%2e/z' },
        { name: '\\\\host\\share' },
      ],
    ],
    [
      'names of a shell and a page',
      [{ name: '$(reboot)' }, { name: '`id`' }, { name: '-rf' }, { name: '"><svg onload=alert(1)>' }],
    ],
    [
      'characters that turn a text',
      [{ name: 'a\u202etxt.exe' }, { name: '\u001b[2J' }, { name: '\r' }, { name: ' ' }],
    ],
    [
      'names of an object',
      [{ name: '__proto__', body: '1' }, { name: 'constructor/prototype', body: '2' }, { name: 'toString' }],
    ],
  ])('%s', async (name, entries) => {
    expect(await look(archive(...entries))).toBe(shownOf[name])
  })
})

describe('bytes around an archive:', () => {
  const plain = archive(good)
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0x1f])],
    ['the beginning of gzip', Buffer.from([0x1f, 0x8b, 8])],
    ['the beginning of zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
    ['zeros', Buffer.alloc(10_240)],
    [
      'one block of zeros between',
      Buffer.concat([block(good), Buffer.alloc(512), archive({ name: 'after' })]),
    ],
    ['entries behind the end', Buffer.concat([plain, archive({ name: 'after' })])],
    ['gzip within gzip', gzipSync(gzipSync(plain))],
    ['zstd within gzip', gzipSync(zstdCompressSync(plain))],
    ['gzip, then noise', Buffer.concat([gzipSync(plain), Buffer.from('noise'.repeat(99))])],
    [
      'gzip with a name that never ends',
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(300_000, 'n')]),
    ],
    ['gzip of another method', Buffer.from([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4])],
    [
      'a skippable frame of zstd',
      Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]), zstdCompressSync(plain)]),
    ],
    ['a window of zstd as large as can be', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0])],
    ['bzip2, which no layer is', Buffer.from('BZh91AY&SY'.padEnd(600, 'x'))],
    ['xz', Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(600, 7)])],
    ['zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(600, 1)])],
    ['a page', Buffer.from('<!doctype html>'.padEnd(1_024))],
  ])('%s', async (name, bytes) => {
    expect(await look(bytes)).toBe(shownOf[name])
  })
})

describe('more than is read:', () => {
  async function* repeat(bytes: Buffer, times: number) {
    for (let at = 0; at < times; at++) yield bytes
  }
  const some = (entry: (at: number) => RawEntry, count = 500) =>
    Buffer.concat(Array.from({ length: count }, (_, at) => block(entry(at))))

  test('a million entries', async () => {
    const table = await readTable(
      repeat(
        some((at) => ({ name: `f${at}` })),
        2_000,
      ),
    )
    expect(table.facts).toMatchObject({
      entryCount: 200_000,
      trouble: { kind: 'too-many-entries', bound: 200_000 },
    })
    expect(mergeLayers([table]).root.children?.size).toBe(500)
  })

  test('a million entries that are left out', async () => {
    const table = await readTable(
      repeat(
        some(() => ({ name: 'z', type: 'Z' })),
        2_000,
      ),
    )
    expect(table.facts).toMatchObject({
      entryCount: 0,
      leftOut: 200_000,
      trouble: { kind: 'too-many-entries' },
    })
  })

  test('names that are long together', async () => {
    const long = Buffer.concat([block(pax({ path: 'n'.repeat(4_000) })), block({})])
    const { facts } = await readTable(repeat(long, 10_000), { maxNameCharacters: 100_000 })
    expect(facts).toMatchObject({ entryCount: 25, trouble: { kind: 'too-many-names' } })
  })

  test('headers for an entry that never comes', async () => {
    const { facts } = await readTable(repeat(block(pax({ comment: 'c'.repeat(60_000) })), 2_000))
    expect(facts).toMatchObject({ entryCount: 0 })
  })

  test('zeros that are nothing but the end of an archive', async () => {
    const { facts } = await readTable(pieces(gzipSync(Buffer.alloc(100 * 1024 * 1024))))
    expect(facts).toMatchObject({ entryCount: 0, trouble: { kind: 'too-dense', bound: 250 } })
  })
})
