import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTrees } from './compare-trees.ts'
import { openFileTree, packTree } from './file-tree.ts'
import type { LayerEntry } from './layer-entry.ts'
import { mergeLayers } from './merge-layers.ts'

const plain: LayerEntry = {
  ...{ path: 'a', kind: 'file', target: null, sizeBytes: 1, mode: 0o644, uid: 0, gid: 0, modifiedAtS: 0 },
  contentHash: '0011223344556677',
}

/** Of a link, in an archive. */
const noContent = { sizeBytes: 0, contentHash: null }

const open = (entries: readonly Partial<LayerEntry>[]) =>
  openFileTree(packTree(mergeLayers([entries.map((entry) => ({ ...plain, ...entry }))]).root))

function compare(before: readonly Partial<LayerEntry>[], after: readonly Partial<LayerEntry>[], limit = 100) {
  const { changes, ...counted } = compareTrees(open(before), open(after), limit)
  const lines = changes.map(({ change, path, aspects }) => [change, path, ...aspects].join(' '))
  return { lines, ...counted }
}

test.each<[string, Partial<LayerEntry>[], Partial<LayerEntry>[], string[]]>([
  ['nothing', [{}], [{}], []],
  ['a file that came', [], [{ path: 'x/y' }], ['added x/y']],
  ['a file that went', [{}], [], ['removed a']],
  ['another content of one size', [{}], [{ contentHash: 'ffffffffffffffff' }], ['changed a content']],
  [
    'another size, mode and owner',
    [{}],
    [{ sizeBytes: 2, mode: 0o755, uid: 5 }],
    ['changed a content mode owner'],
  ],
  ['another time alone', [{}], [{ modifiedAtS: 9 }], []],
  [
    'another target',
    [{ kind: 'symbolic link', target: 'x' }],
    [{ kind: 'symbolic link', target: 'y' }],
    ['changed a target'],
  ],
  ['a link in place of a file', [{}], [{ kind: 'symbolic link', target: 'y' }], ['changed a kind']],
  [
    'which name is the file and which the link',
    [{ path: 'bin/git' }, { path: 'bin/git-add', kind: 'hard link', target: 'bin/git', ...noContent }],
    [{ path: 'bin/git-add' }, { path: 'bin/git', kind: 'hard link', target: 'bin/git-add', ...noContent }],
    [],
  ],
  [
    'a file of its own in place of a link to the same content',
    [{ path: 'a' }, { path: 'b', kind: 'hard link', target: 'a', ...noContent }],
    [{ path: 'a' }, { path: 'b' }],
    [],
  ],
  [
    'another content of a file with two names',
    [{ path: 'a' }, { path: 'b', kind: 'hard link', target: 'a', ...noContent }],
    [
      { path: 'b', contentHash: 'ffffffffffffffff' },
      { path: 'a', kind: 'hard link', target: 'b', ...noContent },
    ],
    ['changed a content', 'changed b content'],
  ],
  [
    'a link whose file is not there',
    [{ kind: 'hard link', target: 'x', ...noContent }],
    [{ kind: 'hard link', target: 'y', ...noContent }],
    ['changed a target'],
  ],
  ['a folder in place of a file', [{}], [{ path: 'a/b' }], ['changed a kind', 'added a/b']],
  ['a file in place of a folder', [{ path: 'a/b' }], [{}], ['changed a kind', 'removed a/b']],
  ['a folder that is named now', [{ path: 'a/b' }], [{ path: 'a', kind: 'folder' }, { path: 'a/b' }], []],
  ['the mode of a folder', [{ kind: 'folder' }], [{ kind: 'folder', mode: 0o700 }], ['changed a mode']],
  ['an empty folder', [], [{ kind: 'folder' }], ['added a']],
  [
    'a folder with all that is in it',
    [{ path: 'a/b/c' }, { path: 'a/d' }],
    [],
    ['removed a/b/c', 'removed a/d'],
  ],
])('%s', (_, before, after, lines) => {
  expect(compare(before, after).lines).toEqual(lines)
})

test('all are counted, and the first listed', () => {
  const many = Array.from({ length: 9 }, (_, at) => ({ path: `d/${at}` }))
  expect(compare([{ path: 'same' }], [{ path: 'same' }, ...many], 2)).toEqual({
    lines: ['added d/0', 'added d/1'],
    counts: { added: 9, removed: 0, changed: 0 },
    sameCount: 1,
  })
})

test('whatever the files are, what came one way went the other', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c.d', 'é'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/'))
  const files = fc.uniqueArray(path, { maxLength: 8 }).map((paths) => paths.map((one) => ({ path: one })))
  fc.assert(
    fc.property(files, files, (before, after) => {
      const { counts, sameCount } = compare(before, after)
      const back = compare(after, before)
      expect(back.counts).toEqual({ added: counts.removed, removed: counts.added, changed: counts.changed })
      expect(back.sameCount).toBe(sameCount)
      expect(compare(after, after).lines).toEqual([])
    }),
  )
})
