/** What publishers say about repositories. */
import type { Kysely } from 'kysely'
import type { CatalogDataWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

export function createCatalogDataVerbs(db: Kysely<Database>): CatalogDataWrites {
  return {
    async get(repositoryId) {
      const row = await db
        .selectFrom('catalog_data')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst()
      if (row === undefined) return null
      return {
        description: row.description,
        aboutText: row.about_text,
        usageText: row.usage_text,
        architectures: toList(row.architectures),
        operatingSystems: toList(row.operating_systems),
        logoSha256: row.logo_sha256,
      }
    },
    async put(repositoryId, data, at) {
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
    },
  }
}

function toList(json: string | null): string[] | null {
  // Written by `put` only, so that its form is known.
  return json === null ? null : (JSON.parse(json) as string[])
}
