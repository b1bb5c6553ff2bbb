/**
 * How the table of a layer is kept: a row for each entry, with only what its path has not in common with the one before, so that a
 * hundred thousand of them stay small when they are compressed.
 */
import { z } from 'zod'
import type { FindingKind } from '#lib/findings/finding-kind.ts'
import { ENTRY_KINDS, type LayerEntry } from './layer-entry.ts'
import type { LayerTable } from './read-layer.ts'

const count = z.number().int().nonnegative()

/** Shared length, rest of the path, kind, size, mode, owner, group, time, and the target of a link. */
const row = z.tuple([
  count,
  z.string(),
  count,
  count,
  count,
  count,
  count,
  z.number().int(),
  z.string().nullable(),
])

const stored = z.object({
  rows: z.array(row),
  leftOut: count,
  unpackedBytes: count,
  trouble: z.string().nullable(),
  osRelease: z.string().nullable(),
})

/** The table of a layer, by the digest of the layer. */
export const layerTableKind: FindingKind<LayerTable> = {
  name: 'layer-files',
  version: 1,
  deadlineMs: 600_000,
  encode({ entries, ...rest }) {
    let before = ''
    const rows = entries.map(({ path, kind, target, ...one }) => {
      const shared = countShared(before, path)
      before = path
      const { sizeBytes, mode, uid, gid, modifiedAtS } = one
      return [
        shared,
        path.slice(shared),
        ENTRY_KINDS.indexOf(kind),
        sizeBytes,
        mode,
        uid,
        gid,
        modifiedAtS,
        target,
      ]
    })
    return Buffer.from(JSON.stringify({ rows, ...rest }))
  },
  decode(bytes) {
    const { rows, ...rest } = stored.parse(JSON.parse(Buffer.from(bytes).toString()))
    let before = ''
    const entries = rows.map(
      ([shared, end, at, sizeBytes, mode, uid, gid, modifiedAtS, target]): LayerEntry => {
        const kind = ENTRY_KINDS[at]
        if (kind === undefined) throw new Error('The table names a kind that is not known.')
        before = before.slice(0, shared) + end
        return { path: before, kind, target, sizeBytes, mode, uid, gid, modifiedAtS }
      },
    )
    return { entries, ...rest }
  },
}

function countShared(one: string, other: string): number {
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  return shared
}
