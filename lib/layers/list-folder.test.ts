import { expect, test } from 'vitest'
import { openFileTree, packTree } from './file-tree.ts'
import type { LayerEntry } from './layer-entry.ts'
import { type FolderQuery, listFolder } from './list-folder.ts'
import { mergeLayers } from './merge-layers.ts'

const sizes = { 'usr/bin/Tool': 5, 'usr/lib/tool.so': 50, 'usr/a': 7, 'etc/tools/x': 1, top: 3 }
const owner = {
  kind: 'file',
  target: null,
  mode: 0,
  uid: 0,
  gid: 0,
  modifiedAtS: 0,
  contentHash: null,
} as const
const entries = Object.entries(sizes).map(([path, sizeBytes]): LayerEntry => ({ path, sizeBytes, ...owner }))
const tree = openFileTree(packTree(mergeLayers([entries]).root))

function list(query: Partial<FolderQuery>) {
  const listing = listFolder(tree, {
    path: '',
    filter: '',
    sort: 'name',
    page: 1,
    pageSize: 10,
    maxFlat: 0,
    ...query,
  })
  return listing.kind === 'folder' ? listing.rows.map(({ path }) => path) : listing
}

test.each<[string, Partial<FolderQuery>, unknown]>([
  ['the root has its folders first', {}, ['etc', 'usr', 'top']],
  ['a folder by its path', { path: 'usr' }, ['usr/bin', 'usr/lib', 'usr/a']],
  ['by size', { path: 'usr', sort: 'size' }, ['usr/lib', 'usr/a', 'usr/bin']],
  ['a page of it', { path: 'usr', page: 2, pageSize: 2 }, ['usr/a']],
  [
    'a text in any case, at any depth',
    { filter: 'TOOL' },
    ['etc/tools', 'etc/tools/x', 'usr/bin/Tool', 'usr/lib/tool.so'],
  ],
  ['a text below a folder', { path: 'usr', filter: 'tool' }, ['usr/bin/Tool', 'usr/lib/tool.so']],
  ['a text over a slash', { filter: 'bin/t' }, ['usr/bin/Tool']],
  [
    'where there is little, all of it',
    { maxFlat: 5 },
    ['etc/tools/x', 'top', 'usr/a', 'usr/bin/Tool', 'usr/lib/tool.so'],
  ],
  ['where there is more, the folder', { maxFlat: 4 }, ['etc', 'usr', 'top']],
  ['the folder itself is not found', { path: 'usr', filter: 'usr' }, []],
  [
    'a file is no folder',
    { path: 'top' },
    { kind: 'entry', self: expect.objectContaining({ name: 'top', sizeBytes: 3 }) },
  ],
  ['nothing leads to what there is', { path: 'usr/no/such' }, { kind: 'nothing', nearest: 'usr' }],
  ['nothing at all', { path: 'no' }, { kind: 'nothing', nearest: '' }],
])('%s', (_, query, found) => {
  expect(list(query)).toEqual(found)
})

test('all that is found is counted', () => {
  const listing = listFolder(tree, { path: '', filter: 'o', sort: 'size', page: 1, pageSize: 1, maxFlat: 0 })
  expect(listing).toMatchObject({ kind: 'folder', foundCount: 5, rows: [{ path: 'usr/lib/tool.so' }] })
})
