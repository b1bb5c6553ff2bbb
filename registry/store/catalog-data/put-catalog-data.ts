/** Writes what a publisher says about a repository. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import type { CatalogData } from './get-catalog-data.ts'

/** Replaces the whole catalogue data of a repository and moves its time of change. */
export async function putCatalogData(
  db: Kysely<Database>,
  repositoryId: number,
  data: CatalogData,
  at: string,
): Promise<void> {
  const columns = {
    description: data.description,
    about_text: data.aboutText,
    usage_text: data.usageText,
    architectures: data.architectures === null ? null : JSON.stringify(data.architectures),
    operating_systems: data.operatingSystems === null ? null : JSON.stringify(data.operatingSystems),
    logo_sha256: data.logoSha256,
  }
  await db
    .insertInto('catalog_data')
    .values({ repository_id: repositoryId, ...columns })
    .onConflict((conflict) => conflict.column('repository_id').doUpdateSet(columns))
    .execute()
  await db
    .updateTable('repository')
    .set({ updated_at: at })
    .where('repository_id', '=', repositoryId)
    .execute()
}
