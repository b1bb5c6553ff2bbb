/** Reads a logo. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** The PNG's bytes, or null when there is no such logo. `sha256` is lower-case hex. */
export async function getLogo(db: Kysely<Database>, sha256: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('logo').select('png').where('sha256', '=', sha256).executeTakeFirst()
  return row?.png ?? null
}
