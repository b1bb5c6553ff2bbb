import { expect, test } from 'vitest'
import type { EntryKind, LayerEntry } from './layer-entry.ts'
import type { LayerTable } from './read-layer.ts'
import { filesSummaryKind, readDistribution, summarizeFiles } from './summarize-files.ts'

function toTable(entries: [EntryKind, string, number][], rest: Partial<LayerTable> = {}): LayerTable {
  const owner = { mode: 0o644, uid: 0, gid: 0, modifiedAtS: 0, target: null }
  return {
    entries: entries.map(([kind, path, sizeBytes]): LayerEntry => ({ kind, path, sizeBytes, ...owner })),
    leftOut: 0,
    unpackedBytes: 0,
    trouble: null,
    osRelease: null,
    ...rest,
  }
}

test('the files of layers, the biggest folders first', () => {
  const base = toTable(
    [
      ['file', 'etc/os-release', 37],
      ['symbolic link', 'bin/sh', 0],
      ['file', 'sbin/apk', 2],
    ],
    { osRelease: 'NAME=Demo\nPRETTY_NAME="Demo Linux 3"\n', trouble: 'Cut.' },
  )
  const top = toTable([
    ['file', 'app/main.js', 900],
    ['whiteout', 'sbin/apk', 0],
  ])
  const summary = summarizeFiles([base, top])
  expect(summary).toMatchObject({
    fileCount: 2,
    sizeBytes: 937,
    distribution: 'Demo Linux 3',
    trouble: 'Cut.',
  })
  expect(summary).toMatchObject({ shells: ['sh'], packageManagers: [] })
  expect(summary.folders.map(({ path }) => path)).toEqual(['app', 'etc', 'bin', 'sbin'])
  expect(filesSummaryKind.decode(filesSummaryKind.encode(summary))).toEqual(summary)
})

test.each([
  ['', null],
  ['=\n#PRETTY_NAME=x', null],
  ["ID='a'", 'a'],
  ['PRETTY_NAME=\nNAME=b', 'b'],
])('a distribution of %j is %j', (text, name) => {
  expect(readDistribution(text)).toBe(name)
})
