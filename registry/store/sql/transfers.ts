/** Bytes of layers that each client has been sent, by month. */

import { CompiledQuery, type Kysely } from 'kysely'
import type { TransferWrites } from '../verbs.ts'
import { type DialectWords, inWordsOf } from './dialect-words.ts'
import type { Database } from './schema.ts'
import { forSlices } from './slices.ts'

export function createTransferVerbs(db: Kysely<Database>, words: DialectWords): TransferWrites {
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
        await db.executeQuery(CompiledQuery.raw(addTransfers(words), [slice]))
      })
    },
  }
}

const addTransfers = inWordsOf(
  ({ rowsOf }) => `INSERT INTO data_transfer (month, client, bytes)
  SELECT sent.month, sent.client, sum(sent.bytes)
  FROM ${rowsOf('$1', { month: 'text', client: 'text', bytes: 'integer' })} AS sent WHERE true GROUP BY sent.month, sent.client
  ON CONFLICT (month, client) DO UPDATE SET bytes = data_transfer.bytes + excluded.bytes`,
)
