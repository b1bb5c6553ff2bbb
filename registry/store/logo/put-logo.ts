/** Stores a logo. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Stores the PNG under its hash; several repositories may share one. */
export async function putLogo(
  db: Kysely<Database>,
  logo: { sha256: string; png: Uint8Array },
  at: string,
): Promise<void> {
  await db
    .insertInto('logo')
    .values({ sha256: logo.sha256, png: logo.png, created_at: at })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
}
