import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENTRY_KINDS, type LayerEntry } from './layer-entry.ts'
import { createTableWriter, openLayerTable } from './layer-table.ts'

const facts = { leftOut: 1, unpackedBytes: 2, trouble: null, osRelease: 'ID=a\n' }

function write(entries: readonly LayerEntry[]) {
  const writer = createTableWriter()
  for (const entry of entries) writer.add(entry)
  return writer.finish(facts)
}

test('a table is read as it was written, as often as one likes', () => {
  const text = fc.string({ unit: 'binary' }).map((some) => some.toWellFormed())
  const entry = fc
    .record({
      path: text,
      kind: fc.constantFrom(...ENTRY_KINDS),
      target: fc.option(text),
      sizeBytes: fc.maxSafeNat(),
      mode: fc.nat(0o7777),
      uid: fc.nat(2 ** 32 - 1),
      gid: fc.nat(2 ** 32 - 1),
      modifiedAtS: fc.maxSafeInteger().map((seconds) => seconds + 0),
      contentHash: fc.constantFrom('0123456789abcdef', 'ffffffffffffffff'),
    })
    .map((one): LayerEntry => (one.kind === 'file' ? one : { ...one, contentHash: null }))
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const table = openLayerTable(write(entries))
      expect(table.facts).toMatchObject({ ...facts, entryCount: entries.length })
      expect([...table]).toEqual(entries)
      expect([...table]).toEqual(entries)
    }),
  )
})

test('a hundred thousand files take little more than the hashes of their content', () => {
  const owner = { mode: 0o644, uid: 0, gid: 0, modifiedAtS: 1_700_000_000 }
  const entries = Array.from({ length: 100_000 }, (_, at): LayerEntry => {
    const path = `usr/lib/node_modules/package-${Math.floor(at / 40)}/lib/file-${(at * 7919) % 10_007}.js`
    const contentHash = ((at * 2_654_435_761) % 2 ** 32).toString(16).padStart(16, '0')
    return { path, kind: 'file', target: null, sizeBytes: (at * 104_729) % 60_013, contentHash, ...owner }
  })
  expect(write(entries).length).toBeLessThan(2_000_000)
})

test.each([
  ['no table', Buffer.from('hello')],
  ['a table that is cut', Buffer.from(write([])).subarray(0, -4)],
])('%s is refused', (_, bytes) => {
  expect(() => openLayerTable(bytes)).toThrow()
})
