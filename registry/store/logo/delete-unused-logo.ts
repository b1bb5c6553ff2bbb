/** Drops a logo that nothing shows any more. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Deletes the logo unless a repository still has it. */
export async function deleteUnusedLogo(db: Kysely<Database>, sha256: string): Promise<void> {
  await db
    .deleteFrom('logo')
    .where('sha256', '=', sha256)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('catalog_data').select('repository_id').where('logo_sha256', '=', sha256))),
    )
    .execute()
}
