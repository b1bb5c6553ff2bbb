import { expect, test } from 'vitest'
import { archive, type RawEntry } from '#testing/tar-archive.ts'
import { createTableWriter, openLayerTable } from './layer-table.ts'
import { previewFile } from './preview-file.ts'
import { readLayer } from './read-layer.ts'
import { findLayerFile } from './read-layer-file.ts'

async function* once(bytes: Uint8Array) {
  yield bytes
}

/** The text of a file of a layer; null where it has none. */
async function read(entries: RawEntry[], path: string): Promise<string | null> {
  const bytes = archive(...entries)
  const writer = createTableWriter()
  const table = openLayerTable(writer.finish(await readLayer(once(bytes), writer)))
  if (findLayerFile(table, path) === null) return null
  return (await previewFile(once(bytes), table, path)).text
}

const perl: RawEntry[] = [
  { name: 'usr/bin/perl', body: '#!perl' },
  { name: 'usr/bin/perl5.36.0', type: '1', link: 'usr/bin/perl' },
  { name: './usr/bin/perl5', type: '1', link: './usr/bin/perl5.36.0' },
]

test.each<[string, RawEntry[], string, string | null]>([
  ['a file', perl, 'usr/bin/perl', '#!perl'],
  ['a hard link', perl, 'usr/bin/perl5.36.0', '#!perl'],
  ['a hard link to a hard link', perl, 'usr/bin/perl5', '#!perl'],
  [
    'a link that names itself',
    [
      { name: 'a', body: '1' },
      { name: 'a', type: '1', link: 'a' },
    ],
    'a',
    null,
  ],
  ['the last of several', [{ body: '1' }, { body: '22' }], 'a', '22'],
  [
    'a link to what had the name when it came',
    [
      { name: 'a', body: '1' },
      { name: 'a', body: '22' },
      { name: 'l', type: '1', link: 'a' },
      { name: 'a', body: '333' },
    ],
    'l',
    '22',
  ],
  [
    'a file after a link of its name',
    [
      { name: 'a', body: '1' },
      { name: 'l', type: '1', link: 'a' },
      { name: 'l', body: '22' },
    ],
    'l',
    '22',
  ],
  [
    'a link after a file of its name',
    [
      { name: 'a', body: '1' },
      { name: 'l', body: '22' },
      { name: 'l', type: '1', link: 'a' },
    ],
    'l',
    '1',
  ],
  ['a link to another layer', [{ name: 'l', type: '1', link: 'usr/bin/perl' }], 'l', null],
  ['a link to itself', [{ name: 'l', type: '1', link: 'l' }], 'l', null],
  [
    'a link to a symbolic link',
    [
      { name: 's', type: '2', link: 'a' },
      { name: 'l', type: '1', link: 's' },
    ],
    'l',
    null,
  ],
  ['nothing', perl, 'usr/bin/python', null],
])('the content of %s', async (_, entries, path, text) => {
  expect(await read(entries, path)).toBe(text)
})
