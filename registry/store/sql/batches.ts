/** Which batches of counts have been written: by each writer the newest. */
import type { Kysely } from 'kysely'
import type { BatchWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

/** A writer ends with its process; nobody waits for so long to hear what became of a batch. */
const keptDays = 30
const msPerDay = 24 * 60 * 60 * 1000

export function createBatchVerbs(db: Kysely<Database>): BatchWrites {
  return {
    async note({ writer, number, at }) {
      const before = new Date(at.getTime() - keptDays * msPerDay).toISOString()
      await db.deleteFrom('written_batch').where('written_at', '<', before).execute()
      const written_at = at.toISOString()
      const noted = await db
        .insertInto('written_batch')
        .values({ writer, number, written_at })
        .onConflict((conflict) =>
          conflict
            .column('writer')
            .doUpdateSet({ number, written_at })
            .where('written_batch.number', '<', number),
        )
        .returning('number')
        .executeTakeFirst()
      return noted !== undefined
    },
  }
}
