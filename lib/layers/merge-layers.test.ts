import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EntryKind, LayerEntry } from './layer-entry.ts'
import { countChanges, describeLastLayer, findNode, type MergedNode, mergeLayers } from './merge-layers.ts'

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
