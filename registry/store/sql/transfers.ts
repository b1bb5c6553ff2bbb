/** Bytes of layers that each client has been sent, by month. */

import { type Kysely, sql } from 'kysely'
import type { TransferWrites } from '../verbs.ts'
import type { Database } from './schema.ts'
import { forSlices } from './slices.ts'

export function createTransferVerbs(db: Kysely<Database>): TransferWrites {
  return {
    async get({ month, client }) {
      const row = await db
        .selectFrom('data_transfer')
        .select('bytes')
        .where('month', '=', month)
        .where('client', '=', client)
        .executeTakeFirst()
      return row?.bytes ?? 0
    },
    async add(transfers, keepSince) {
      await db.deleteFrom('data_transfer').where('month', '<', keepSince).execute()
      await forSlices(transfers, async (slice) => {
        await sql`
          INSERT INTO data_transfer (month, client, bytes)
          SELECT value ->> 'month', value ->> 'client', value ->> 'bytes' FROM json_each(${slice}) WHERE true
          ON CONFLICT (month, client) DO UPDATE SET bytes = bytes + excluded.bytes`.execute(db)
      })
    },
  }
}
