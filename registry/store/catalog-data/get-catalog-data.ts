/** Reads what a publisher says about a repository. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'

/** Null stands for what was never set. */
export interface CatalogData {
  description: string | null
  aboutText: string | null
  usageText: string | null
  architectures: string[] | null
  operatingSystems: string[] | null
  /** SHA-256 (hex) of the re-encoded logo. */
  logoSha256: string | null
}

/** The catalogue data of a repository; null when none was ever set. */
export async function getCatalogData(
  db: Kysely<Database>,
  repositoryId: number,
): Promise<CatalogData | null> {
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
}

function toList(json: string | null): string[] | null {
  // Written by putCatalogData only, so its form is known.
  return json === null ? null : (JSON.parse(json) as string[])
}
