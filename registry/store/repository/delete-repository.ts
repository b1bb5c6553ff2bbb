/** Removes a repository. */
import type { Kysely } from 'kysely'
import { deleteUnusedLogo } from '../logo/delete-unused-logo.ts'
import type { Database } from '../schema.ts'

/** Removes the repository with everything that belongs to it: the store's foreign keys take the dependent rows along. */
export async function deleteRepository(db: Kysely<Database>, repositoryId: number): Promise<void> {
  const logo = await db
    .selectFrom('catalog_data')
    .select('logo_sha256')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst()
  await db.deleteFrom('repository').where('repository_id', '=', repositoryId).execute()
  if (logo?.logo_sha256) await deleteUnusedLogo(db, logo.logo_sha256)
}
