/** Removes the oldest records and notes where the chain now begins, so that it can still be verified. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** At once; the rest goes the next time. */
const batchSize = 10_000

/**
 * Removes records before `second` (since 1970), the oldest first, and never the newest record of all.
 * @returns how many went; call again while it is the batch's 10,000
 */
export async function pruneAuditEvents(tx: Kysely<Database>, second: number): Promise<number> {
  const [oldest, newest] = await Promise.all([
    tx.selectFrom('audit_event').select('sequence').orderBy('sequence').limit(1).executeTakeFirst(),
    tx.selectFrom('audit_event').select('sequence').orderBy('sequence', 'desc').limit(1).executeTakeFirst(),
  ])
  if (oldest === undefined || newest === undefined) return 0
  // The first that has to stay ends it, so that a clock that went back leaves no gap.
  const firstKept = await tx
    .selectFrom('audit_event')
    .select('sequence')
    .where('event_second', '>=', second)
    .where('sequence', '<', oldest.sequence + batchSize)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  const end = Math.min(firstKept?.sequence ?? oldest.sequence + batchSize, newest.sequence)
  const anchor = await tx
    .selectFrom('audit_event')
    .select(['sequence', 'hash'])
    .where('sequence', '=', end - 1)
    .executeTakeFirst()
  if (anchor === undefined) return 0
  await tx.updateTable('audit_anchor').set(anchor).execute()
  const removed = await tx
    .deleteFrom('audit_event')
    .where('sequence', '<=', anchor.sequence)
    .executeTakeFirst()
  return Number(removed.numDeletedRows)
}
