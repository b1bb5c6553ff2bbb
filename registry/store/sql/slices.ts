/** Long lists in slices, with a turn for everybody else between two of them. */
import { setImmediate } from 'node:timers/promises'
import type { Kysely, RawBuilder } from 'kysely'
import type { Digest } from '#lib/oci/digest.ts'
import type { Database } from './schema.ts'

/** So many rows are looked up, written or removed at once; about 5 ms of work. */
export const ROWS_AT_ONCE = 500

/** Runs the work for each slice of the list, which it gets as JSON: one parameter costs less than a thousand. */
export async function forSlices<Item>(
  items: readonly Item[],
  work: (slice: string) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += ROWS_AT_ONCE) {
    if (at > 0) await setImmediate()
    await work(JSON.stringify(items.slice(at, at + ROWS_AT_ONCE)))
  }
}

/** What `select` finds of the digests, each looked up once. */
export async function findInSlices<Value>(
  digests: readonly Digest[],
  select: (slice: string) => Promise<{ digest: Digest; value: Value }[]>,
): Promise<Map<Digest, Value>> {
  const found = new Map<Digest, Value>()
  await forSlices([...new Set(digests)], async (slice) => {
    for (const { digest, value } of await select(slice)) found.set(digest, value)
  })
  return found
}

/** Runs a statement that removes at most `ROWS_AT_ONCE` rows until it finds fewer. */
export async function deleteInSlices(statement: RawBuilder<unknown>, db: Kysely<Database>): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await statement.execute(db)
    if (numAffectedRows < BigInt(ROWS_AT_ONCE)) return
    await setImmediate()
  }
}
