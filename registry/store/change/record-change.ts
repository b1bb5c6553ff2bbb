/** Writes one entry of the change feed, in the transaction of the change itself, and keeps the feed bounded. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** A reader that is further behind reads everything anew. */
export const keptChanges = 100_000
/** How many changes pass between two cuts at the old end. */
const pruneInterval = 1000

interface Change {
  accountId: string
  /** Null when the registry itself changed: an alias, the display name, the verified mark. */
  repositoryName: string | null
  /** ISO 8601. */
  at: string
}

export async function recordChange(tx: Kysely<Database>, change: Change): Promise<void> {
  const { sequence } = await tx
    .insertInto('change')
    .values({ account_id: change.accountId, repository_name: change.repositoryName, at: change.at })
    .returning('sequence')
    .executeTakeFirstOrThrow()
  if (sequence % pruneInterval === 0) {
    await tx
      .deleteFrom('change')
      .where('sequence', '<=', sequence - keptChanges)
      .execute()
  }
}
