import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openFileTree, packTree, type TreeRow } from './file-tree.ts'
import type { EntryKind, LayerEntry } from './layer-entry.ts'
import { describeLastLayer, mergeLayers } from './merge-layers.ts'
import type { MergedNode } from './merged-node.ts'

function make(kind: EntryKind, path: string, sizeBytes = 1): LayerEntry {
  const target = kind.endsWith('link') ? '../x' : null
  const contentHash = kind === 'file' ? '00112233445566ff' : null
  return {
    path,
    kind,
    target,
    sizeBytes,
    mode: 0o4755,
    uid: 7,
    gid: 2 ** 32 - 1,
    modifiedAtS: -1,
    contentHash,
  }
}

/** Each path with what is said of it. */
function list(node: MergedNode, say: (row: TreeRow) => unknown): Record<string, unknown> {
  const tree = openFileTree(packTree(node))
  const said: Record<string, unknown> = {}
  const walk = (place: number, path: string) => {
    for (const child of tree.listChildren(place)) {
      const row = tree.read(child)
      said[path + row.name] = say(row)
      expect(tree.find(path + row.name)).toBe(child)
      walk(child, `${path}${row.name}/`)
    }
  }
  walk(0, '')
  return said
}

test('all that is known of a file comes back', () => {
  const { root } = mergeLayers([[make('file', 'é/b', 5)], [make('symbolic link', 'é/c', 0)]])
  const { name: _, ...file } = openFileTree(packTree(root)).read(2)
  expect(file).toEqual({
    ...{ kind: 'file', layer: 0, sizeBytes: 5, mode: 0o4755, uid: 7, gid: 2 ** 32 - 1, modifiedAtS: -1 },
    ...{ target: null, contentHash: '00112233445566ff', isImplied: false, isOpaque: false, change: null },
    ...{ fileCount: 1, totalBytes: 5, childCount: 0, removedBytes: 0 },
  })
  expect(list(root, ({ kind, target, isImplied }) => [kind, target, isImplied])).toEqual({
    é: ['folder', null, true],
    'é/b': ['file', null, false],
    'é/c': ['symbolic link', '../x', false],
  })
})

test('a folder has the files and the bytes of everything in it', () => {
  const { root } = mergeLayers([[make('file', 'a/b/c', 5), make('file', 'a/d', 2), make('folder', 'e', 0)]])
  expect(list(root, ({ fileCount, totalBytes }) => [fileCount, totalBytes])).toEqual({
    a: [2, 7],
    'a/b': [1, 5],
    'a/b/c': [1, 5],
    'a/d': [1, 2],
    e: [0, 0],
  })
})

test('what a layer does is told by what is below it', () => {
  const below = [
    make('file', 'etc/a', 3),
    make('file', 'etc/b', 4),
    make('file', 'old/x', 5),
    make('file', 'f'),
  ]
  const own = [
    make('file', 'etc/a', 9),
    make('file', 'etc/new', 2),
    make('whiteout', 'etc/b', 0),
    make('whiteout', 'nothing', 0),
    make('opaque', 'old', 0),
    make('folder', 'f', 0),
  ]
  const said = list(describeLastLayer([below, own]).root, (row) => [
    row.kind,
    row.change,
    row.isOpaque,
    row.sizeBytes,
    row.removedBytes,
    row.layer,
  ])
  expect(said).toEqual({
    etc: ['folder', null, false, 0, 0, 1],
    'etc/a': ['file', 'changed', false, 9, 0, 1],
    'etc/b': ['whiteout', 'removed', false, 0, 4, 1],
    'etc/new': ['file', 'added', false, 2, 0, 1],
    f: ['folder', 'changed', false, 0, 0, 1],
    nothing: ['whiteout', null, false, 0, 0, 1],
    old: ['folder', null, true, 0, 5, 1],
  })
})

test('whatever the names are, each is found where it is', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    .filter((text) => !text.includes('/'))
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/').toWellFormed())
  fc.assert(
    fc.property(fc.array(path, { maxLength: 20 }), (paths) => {
      const { root } = mergeLayers([paths.map((one) => make('folder', one, 0))])
      expect(Object.keys(list(root, () => true))).toEqual(expect.arrayContaining(paths))
      expect(openFileTree(packTree(root)).find('no/such/path')).toBeNull()
    }),
  )
})
