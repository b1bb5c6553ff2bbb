/** Facts about the store itself, such as whether the demo catalogue is complete. */
import type { Kysely } from 'kysely'
import type { SettingWrites } from '../verbs.ts'
import type { Database } from './schema.ts'

export function createSettingVerbs(db: Kysely<Database>): SettingWrites {
  return {
    async get(name) {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },
    async put(name, value) {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
    async delete(name) {
      await db.deleteFrom('setting').where('name', '=', name).execute()
    },
  }
}
