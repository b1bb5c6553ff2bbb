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
    room: 1e6,
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
  const listing = listFolder(tree, {
    path: '',
    filter: 'o',
    sort: 'size',
    page: 1,
    pageSize: 1,
    room: 1e6,
    maxFlat: 0,
  })
  expect(listing).toMatchObject({ kind: 'folder', foundCount: 5, rows: [{ path: 'usr/lib/tool.so' }] })
})

test('a page of long names has fewer rows, and all pages together have each once', () => {
  const names = Array.from({ length: 50 }, (_, at) => `語"${'x'.repeat(at * 20)}${at}`)
  const many = openFileTree(
    packTree(mergeLayers([names.map((path): LayerEntry => ({ path, sizeBytes: 1, ...owner }))]).root),
  )
  const query = { path: '', filter: '', sort: 'name', pageSize: 20, room: 20_000, maxFlat: 0 } as const
  const read = (page: number) => {
    const listing = listFolder(many, { ...query, page })
    if (listing.kind !== 'folder') throw new Error('no folder')
    return listing
  }
  const { pageCount } = read(1)
  expect(pageCount).toBeGreaterThan(3)
  const rows = Array.from({ length: pageCount }, (_, at) => read(at + 1).rows.map(({ path }) => path))
  expect(rows.flat().toSorted()).toEqual(names.toSorted())
  expect(Math.max(...rows.map((page) => page.length))).toBeLessThanOrEqual(20)
  expect(Math.min(...rows.map((page) => page.length))).toBeLessThan(10)
  expect(read(pageCount + 1).rows).toEqual([])
})
