/** Logos, which several repositories may share. */
import type { Kysely } from 'kysely'
import type { LogoWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

export function createLogoVerbs(db: Kysely<Database>): LogoWrites {
  return {
    async deleteUnused(sha256) {
      await db
        .deleteFrom('logo')
        .where('sha256', '=', sha256)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('catalog_data').select('repository_id').where('logo_sha256', '=', sha256))),
        )
        .execute()
    },
    async get(sha256) {
      const row = await db.selectFrom('logo').select('png').where('sha256', '=', sha256).executeTakeFirst()
      return row?.png ?? null
    },
    async put(logo, at) {
      await db
        .insertInto('logo')
        .values({ sha256: logo.sha256, png: logo.png, created_at: at })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute()
    },
  }
}
