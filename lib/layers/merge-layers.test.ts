import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openFileTree, packTree } from './file-tree.ts'
import type { EntryKind, LayerEntry } from './layer-entry.ts'
import { countChanges, describeLastLayer, mergeLayers } from './merge-layers.ts'
import { findNode, type MergedNode } from './merged-node.ts'

const make = (kind: EntryKind, path: string): LayerEntry => ({
  path,
  kind,
  target: null,
  sizeBytes: 1,
  mode: 0,
  uid: 0,
  gid: 0,
  modifiedAtS: 0,
  contentHash: null,
})

function list(node: MergedNode, path = ''): string[] {
  return [...(node.children ?? [])].flatMap(([name, child]) => [
    `${path}${name} ${child.layer}`,
    ...list(child, `${path}${name}/`),
  ])
}

const merge = (...layers: [EntryKind, string][][]) =>
  mergeLayers(layers.map((layer) => layer.map(([kind, path]) => make(kind, path))))

test.each<[string, [EntryKind, string][][], string[]]>([
  ['a file is replaced', [[['file', 'a']], [['file', 'a']]], ['a 1']],
  ['a whiteout takes a folder away', [[['file', 'a/b']], [['whiteout', 'a']]], []],
  [
    'a whiteout spares its own layer',
    [
      [['file', 'a']],
      [
        ['file', 'a'],
        ['whiteout', 'a'],
      ],
    ],
    ['a 1'],
  ],
  ['a whiteout of nothing', [[['whiteout', 'a/b']]], []],
  [
    'opaque hides what is below',
    [
      [['file', 'a/b']],
      [
        ['file', 'a/c'],
        ['opaque', 'a'],
      ],
    ],
    ['a 0', 'a/c 1'],
  ],
  ['a file in place of a folder', [[['file', 'a/b']], [['file', 'a']]], ['a 1']],
  [
    'a folder in place of a file',
    [
      [['file', 'a']],
      [
        ['folder', 'a'],
        ['file', 'a/b'],
      ],
    ],
    ['a 1', 'a/b 1'],
  ],
  [
    'a folder again',
    [
      [
        ['folder', 'a'],
        ['file', 'a/b'],
      ],
      [['folder', 'a']],
    ],
    ['a 1', 'a/b 0'],
  ],
  ['what lies below a link', [[['symbolic link', 'a']], [['file', 'a/b']]], ['a 0']],
  [
    'a folder after what is in it',
    [
      [
        ['file', 'a/b'],
        ['folder', 'a'],
      ],
    ],
    ['a 0', 'a/b 0'],
  ],
])('%s', (_, layers, shown) => {
  expect(list(merge(...layers).root)).toEqual(shown)
})

const ofPerl = { sizeBytes: 4_000_000, mode: 0o755, contentHash: '0011223344556677' }
const perl: LayerEntry[] = [
  { ...make('file', 'usr/bin/perl'), ...ofPerl },
  { ...make('hard link', 'usr/bin/perl5.36.0'), sizeBytes: 0, mode: 0o755, target: 'usr/bin/perl' },
  { ...make('hard link', 'usr/bin/perl5'), sizeBytes: 0, mode: 0o755, target: './usr/bin/perl5.36.0' },
]

/** Each name with its kind, target, size and content, and the bytes of all. */
function listLinks(...layers: LayerEntry[][]) {
  const tree = openFileTree(packTree(mergeLayers(layers).root))
  const bin = tree.find('usr/bin') ?? 0
  const names = tree.listChildren(bin).map((place) => {
    const { name, kind, target, sizeBytes, contentHash, layer } = tree.read(place)
    return [name, kind, target, sizeBytes, contentHash, layer]
  })
  return { names, totalBytes: tree.read(0).totalBytes, fileCount: tree.read(0).fileCount }
}

describe('hard links:', () => {
  const content = [4_000_000, '0011223344556677', 0]

  test('all names of a file have its content, whose bytes count once', () => {
    expect(listLinks(perl)).toEqual({
      names: [
        ['perl', 'file', null, ...content],
        ['perl5', 'hard link', './usr/bin/perl5.36.0', ...content],
        ['perl5.36.0', 'hard link', 'usr/bin/perl', ...content],
      ],
      totalBytes: 4_000_000,
      fileCount: 1,
    })
  })

  test('when the first name goes, the next one is the file', () => {
    expect(listLinks(perl, [make('whiteout', 'usr/bin/perl')])).toEqual({
      names: [
        ['perl5', 'hard link', 'usr/bin/perl5.36.0', ...content],
        ['perl5.36.0', 'file', null, ...content],
      ],
      totalBytes: 4_000_000,
      fileCount: 1,
    })
  })

  test('when another file has the first name, the others keep the content', () => {
    const other = { ...make('file', 'usr/bin/perl'), sizeBytes: 5, contentHash: 'ffffffffffffffff' }
    expect(listLinks(perl, [other])).toEqual({
      names: [
        ['perl', 'file', null, 5, 'ffffffffffffffff', 1],
        ['perl5', 'hard link', 'usr/bin/perl5.36.0', ...content],
        ['perl5.36.0', 'file', null, ...content],
      ],
      totalBytes: 4_000_005,
      fileCount: 2,
    })
    // As an archive that was appended to has it.
    expect(listLinks([...perl, other]).totalBytes).toBe(4_000_005)
  })

  test('when all names go, nothing is left', () => {
    expect(listLinks(perl, [make('opaque', 'usr/bin')])).toEqual({ names: [], totalBytes: 0, fileCount: 0 })
  })

  test('a link to what is not in its layer, to itself or to a folder has no content', () => {
    const link = (path: string, target: string): LayerEntry => ({
      ...make('hard link', path),
      sizeBytes: 0,
      target,
    })
    const links = [link('usr/bin/a', 'usr/bin/a'), link('usr/bin/b', 'usr/bin'), link('usr/bin/c', 'x')]
    expect(listLinks([make('file', 'x')], links).names).toEqual([
      ['a', 'hard link', 'usr/bin/a', 0, null, 1],
      ['b', 'hard link', 'usr/bin', 0, null, 1],
      ['c', 'hard link', 'x', 0, null, 1],
    ])
  })

  test('a name of a symbolic link is one when that is gone', () => {
    const link: LayerEntry = { ...make('symbolic link', 'usr/bin/x'), sizeBytes: 0, target: 'perl' }
    const again: LayerEntry = { ...make('hard link', 'usr/bin/y'), sizeBytes: 0, target: 'usr/bin/x' }
    expect(listLinks([link, again], [make('whiteout', 'usr/bin/x')]).names).toEqual([
      ['y', 'symbolic link', 'perl', 0, null, 0],
    ])
  })

  test('a folder that is taken away takes the bytes of each file once', () => {
    const { root } = describeLastLayer([perl, [make('whiteout', 'usr')]])
    expect(findNode(root, 'usr')?.removedBytes).toBe(4_000_000)
  })
})

const folderOfLibraries: [EntryKind, string][] = [
  ['folder', 'lib'],
  ['file', 'lib/ld.so'],
  ['file', 'lib/x/libc.so'],
]
const noChange = { added: 0, changed: 0, removed: 0, hidden: 0 }

test.each<[string, [EntryKind, string][], Record<string, number>, number]>([
  ['removes a folder', [['whiteout', 'lib']], { removed: 1 }, 2],
  ['puts a link in its place', [['symbolic link', 'lib']], { changed: 1, hidden: 1 }, 2],
  ['puts a file in its place', [['file', 'lib']], { changed: 1, hidden: 1 }, 2],
  [
    'removes it and puts a link there',
    [
      ['whiteout', 'lib'],
      ['symbolic link', 'lib'],
    ],
    { changed: 1, hidden: 1 },
    2,
  ],
  [
    'removes it and makes it anew',
    [
      ['whiteout', 'lib'],
      ['folder', 'lib'],
      ['file', 'lib/new'],
    ],
    { added: 1, hidden: 1 },
    2,
  ],
  [
    'makes it anew before it removes it, and names it nowhere',
    [
      ['file', 'lib/new'],
      ['whiteout', 'lib'],
      ['whiteout', 'lib'],
    ],
    { added: 1, hidden: 1 },
    2,
  ],
  [
    'makes it opaque',
    [
      ['folder', 'lib'],
      ['opaque', 'lib'],
      ['file', 'lib/new'],
    ],
    { added: 1, hidden: 1 },
    2,
  ],
  ['names it again', [['folder', 'lib']], {}, 0],
  ['puts a link in place of an empty folder', [['symbolic link', 'lib/empty']], { changed: 1 }, 0],
  ['makes a folder of a file', [['folder', 'lib/ld.so']], { changed: 1 }, 0],
])('a layer says what it hides when it %s', (_, own, counts, removedBytes) => {
  const below = [...folderOfLibraries, ['folder', 'lib/empty'] as [EntryKind, string]]
  const toEntries = (layer: [EntryKind, string][]) =>
    layer.map(([kind, path]) => ({ ...make(kind, path), sizeBytes: kind === 'file' ? 1 : 0 }))
  const { root } = describeLastLayer([toEntries(below), toEntries(own)])
  expect(countChanges(root)).toEqual({ ...noChange, ...counts })
  expect(findNode(root, 'lib')?.removedBytes ?? 0).toBe(removedBytes)
})

test('what lies below a link is counted', () => {
  expect(
    merge([
      ['symbolic link', 'a'],
      ['file', 'a/b/c'],
    ]).leftOut,
  ).toBe(1)
})

test('folders that nobody names are bounded, too', () => {
  const deep = Array.from({ length: 2_000 }, (_, at) => make('file', `${at}/${'d/'.repeat(125)}f`))
  const { leftOut, folderCount } = mergeLayers([deep])
  expect(folderCount).toBe(150_000)
  expect(leftOut).toBeGreaterThan(800)
})

test('whatever the layers are, each file is where a list of paths has it', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'))
  const entry = fc.tuple(
    fc.constantFrom<EntryKind>('file', 'folder', 'whiteout', 'opaque', 'symbolic link'),
    path,
  )
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 4 }), (layers) => {
      const model = toModel(layers)
      const { root } = merge(...layers)
      expect(list(root).toSorted()).toEqual([...model].map(([at, { layer }]) => `${at} ${layer}`).toSorted())
      for (const at of model.keys()) expect(findNode(root, at)).not.toBeNull()
    }),
  )
})

/** The same by a flat list, in which what is below a path is looked for. */
function toModel(layers: readonly (readonly [EntryKind, string][])[]) {
  const files = new Map<string, { kind: EntryKind; layer: number }>()
  const clear = (path: string) => {
    for (const one of [...files.keys()]) if (one.startsWith(`${path}/`)) files.delete(one)
  }
  /** A folder that is gone is reached through nothing. */
  layers.forEach((entries, layer) => {
    for (const [kind, path] of entries) {
      if (kind === 'whiteout' || kind === 'opaque') clear(path)
      if (kind === 'whiteout') files.delete(path)
    }
    for (const [kind, path] of entries) {
      if (kind === 'whiteout' || kind === 'opaque') continue
      const above = path
        .split('/')
        .slice(0, -1)
        .map((_, at, parts) => parts.slice(0, at + 1).join('/'))
      if (above.some((one) => (files.get(one)?.kind ?? 'folder') !== 'folder')) continue
      for (const one of above) if (!files.has(one)) files.set(one, { kind: 'folder', layer })
      if (kind !== 'folder' || files.get(path)?.kind !== 'folder') clear(path)
      files.set(path, { kind, layer })
    }
  })
  return files
}
