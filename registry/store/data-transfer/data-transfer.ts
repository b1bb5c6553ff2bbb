/** Bytes of layers that each client has been sent, by month. */
import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

export interface DataTransfer {
  /** `2026-11`, in UTC. */
  month: string
  client: string
  bytes: number
}

/** So many are written at once; about 5 ms of work. */
const transfersAtOnce = 1000

/** What the client has been sent in the month. */
export async function getDataTransfer(
  db: Kysely<Database>,
  { month, client }: Omit<DataTransfer, 'bytes'>,
): Promise<number> {
  const row = await db
    .selectFrom('data_transfer')
    .select('bytes')
    .where('month', '=', month)
    .where('client', '=', client)
    .executeTakeFirst()
  return row?.bytes ?? 0
}

/** Adds to what is noted, and forgets the months before `keepSince`. */
export async function addDataTransfer(
  tx: Kysely<Database>,
  transfers: readonly DataTransfer[],
  keepSince: string,
): Promise<void> {
  await tx.deleteFrom('data_transfer').where('month', '<', keepSince).execute()
  for (let at = 0; at < transfers.length; at += transfersAtOnce) {
    if (at > 0) await setImmediate()
    const slice = JSON.stringify(transfers.slice(at, at + transfersAtOnce))
    await sql`
      INSERT INTO data_transfer (month, client, bytes)
      SELECT value ->> 'month', value ->> 'client', value ->> 'bytes' FROM json_each(${slice}) WHERE true
      ON CONFLICT (month, client) DO UPDATE SET bytes = bytes + excluded.bytes`.execute(tx)
  }
}
