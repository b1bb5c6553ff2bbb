import { expect, test } from 'vitest'
import { openFileTree, packTree } from './file-tree.ts'
import type { EntryKind, LayerEntry } from './layer-entry.ts'
import type { LayerTable } from './layer-table.ts'
import { mergeLayers } from './merge-layers.ts'
import { filesSummary, readDistribution, summarizeFiles } from './summarize-files.ts'

function toTable(
  entries: [EntryKind, string, number][],
  rest: Partial<LayerTable['facts']> = {},
): LayerTable {
  const owner = { mode: 0o644, uid: 0, gid: 0, modifiedAtS: 0, target: null, contentHash: null }
  const list = entries.map(([kind, path, sizeBytes]): LayerEntry => ({ kind, path, sizeBytes, ...owner }))
  const counts = { entryCount: list.length, nameCharacters: 0 }
  const facts = { ...counts, leftOut: 0, unpackedBytes: 0, trouble: null, osRelease: null }
  return { facts: { ...facts, ...rest }, [Symbol.iterator]: () => list.values() }
}

function summarize(tables: LayerTable[]) {
  return summarizeFiles(openFileTree(packTree(mergeLayers(tables).root)), tables)
}

test('the files of layers, the biggest places first', () => {
  const base = toTable(
    [
      ['file', 'etc/os-release', 37],
      ['symbolic link', 'bin/sh', 0],
      ['file', 'sbin/apk', 2],
    ],
    { osRelease: 'NAME=Demo\nPRETTY_NAME="Demo Linux 3"\n', trouble: { kind: 'ends-early' } },
  )
  const top = toTable([
    ['file', 'app/main.js', 900],
    ['whiteout', 'sbin/apk', 0],
  ])
  const summary = summarize([base, top])
  expect(summary).toMatchObject({
    fileCount: 2,
    sizeBytes: 937,
    distribution: 'Demo Linux 3',
    trouble: { kind: 'ends-early' },
    shells: ['sh'],
    packageManagers: [],
    layers: [
      { fileCount: 2, sizeBytes: 39, seenBytes: 37 },
      { fileCount: 1, sizeBytes: 900, seenBytes: 900 },
    ],
  })
  expect(summary.places).toEqual([
    {
      path: 'app/main.js',
      isFolder: false,
      fileCount: 1,
      sizeBytes: 900,
      layers: [{ layer: 1, sizeBytes: 900 }],
    },
    { path: 'etc', isFolder: true, fileCount: 1, sizeBytes: 37, layers: [{ layer: 0, sizeBytes: 37 }] },
  ])
  expect(filesSummary.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary)
})

test('a folder that holds most of an image is looked into, and says which layers it comes from', () => {
  const base = toTable([
    ['file', 'usr/lib/a', 400],
    ['file', 'usr/lib/b', 10],
    ['file', 'usr/share/c', 90],
    ['file', 'etc/d', 120],
  ])
  const top = toTable([['file', 'usr/share/e', 60]])
  const { places } = summarize([base, top])
  expect(places.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`)).toEqual([
    'usr/lib/a 400',
    'usr/share 150',
    'etc 120',
    'usr/lib/b 10',
  ])
  expect(places[1]?.layers).toEqual([
    { layer: 0, sizeBytes: 90 },
    { layer: 1, sizeBytes: 60 },
  ])
})

test('an image without a file has no places', () => {
  expect(summarize([toTable([['folder', 'a', 0]])])).toMatchObject({ fileCount: 0, sizeBytes: 0, places: [] })
  expect(summarize([])).toMatchObject({ fileCount: 0, places: [], layers: [] })
})

test.each([
  ['', null],
  ['=\n#PRETTY_NAME=x', null],
  ["ID='a'", 'a'],
  ['PRETTY_NAME=\nNAME=b', 'b'],
])('a distribution of %j is %j', (text, name) => {
  expect(readDistribution(text)).toBe(name)
})
