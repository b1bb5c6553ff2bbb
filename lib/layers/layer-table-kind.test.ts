import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENTRY_KINDS, type LayerEntry } from './layer-entry.ts'
import { layerTableKind } from './layer-table-kind.ts'

const rest = { leftOut: 1, unpackedBytes: 2, trouble: null, osRelease: 'ID=a\n' }

test('a table is read as it was written', () => {
  const entry: fc.Arbitrary<LayerEntry> = fc.record({
    path: fc.string({ unit: 'grapheme' }),
    kind: fc.constantFrom(...ENTRY_KINDS),
    target: fc.option(fc.string()),
    sizeBytes: fc.maxSafeNat(),
    mode: fc.nat(0o7777),
    uid: fc.nat(),
    gid: fc.nat(),
    modifiedAtS: fc.integer(),
  })
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      expect(layerTableKind.decode(layerTableKind.encode({ entries, ...rest }))).toEqual({ entries, ...rest })
    }),
  )
})

test('a hundred thousand files take a megabyte at most', () => {
  const entries = Array.from({ length: 100_000 }, (_, at): LayerEntry => {
    const path = `usr/lib/node_modules/package-${Math.floor(at / 40)}/lib/file-${(at * 7919) % 10_007}.js`
    const owner = { mode: 0o644, uid: 0, gid: 0, modifiedAtS: 1_700_000_000 }
    return { path, kind: 'file', target: null, sizeBytes: (at * 104_729) % 60_013, ...owner }
  })
  expect(gzipSync(layerTableKind.encode({ entries, ...rest })).length).toBeLessThan(1_000_000)
})
