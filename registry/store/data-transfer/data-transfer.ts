/** Bytes of layers that each client has been sent, by month. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

export interface DataTransfer {
  /** `2026-11`, in UTC. */
  month: string
  client: string
  bytes: number
}

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
  for (const transfer of transfers) {
    await tx
      .insertInto('data_transfer')
      .values(transfer)
      .onConflict((conflict) =>
        conflict
          .columns(['month', 'client'])
          .doUpdateSet(({ eb, ref }) => ({ bytes: eb('data_transfer.bytes', '+', ref('excluded.bytes')) })),
      )
      .execute()
  }
}
