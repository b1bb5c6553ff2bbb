/** Writes one entry of the change feed, in the transaction of the change itself, and keeps the feed bounded. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** A reader that is further behind reads everything anew. */
export const keptChanges = 100_000
/** How many changes pass between two cuts at the old end. */
const pruneInterval = 1000

// Written out, as every push needs it; see ../image/put-image.ts.
const insert = 'INSERT INTO change (account_id, repository_name, at) VALUES (?, ?, ?) RETURNING sequence'

interface Change {
  accountId: string
  /** Null when the registry itself changed: an alias, the display name, the verified mark. */
  repositoryName: string | null
  /** ISO 8601. */
  at: string
}

export async function recordChange(tx: Kysely<Database>, change: Change): Promise<void> {
  const { accountId, repositoryName, at } = change
  const { rows } = await tx.executeQuery<{ sequence: number }>(
    CompiledQuery.raw(insert, [accountId, repositoryName, at]),
  )
  const sequence = rows[0]?.sequence ?? 0
  if (sequence % pruneInterval === 0) {
    await tx
      .deleteFrom('change')
      .where('sequence', '<=', sequence - keptChanges)
      .execute()
  }
}
