/** Quotas of accounts that are not the usual ones. */
import { CompiledQuery, type Kysely } from 'kysely'
import type { QuotaWrites } from '../verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import type { Database } from './schema.ts'

export function createQuotaVerbs(db: Kysely<Database>, words: DialectWords): QuotaWrites {
  return {
    async list(accountId) {
      const rows = await db
        .selectFrom('account_quota')
        .select(['name', 'value'])
        .where('account_id', '=', accountId)
        .execute()
      return new Map(rows.map(({ name, value }) => [name, value]))
    },
    async get(accountId, name) {
      const row = await db
        .selectFrom('account_quota')
        .select('value')
        .where('account_id', '=', accountId)
        .where('name', '=', name)
        .executeTakeFirst()
      return row?.value ?? null
    },
    async holdStorage(accountId) {
      if (words.holdName === null) return false
      const { rows } = await db.executeQuery<{ isTakenOver: boolean }>(
        CompiledQuery.raw(words.holdName, [`storage ${accountId}`]),
      )
      return rows[0]?.isTakenOver !== false
    },
    async put({ accountId, name, value }) {
      await db
        .insertInto('account_quota')
        .values({ account_id: accountId, name, value })
        .onConflict((conflict) => conflict.columns(['account_id', 'name']).doUpdateSet({ value }))
        .execute()
    },
    async delete({ accountId, name }) {
      const { numDeletedRows } = await db
        .deleteFrom('account_quota')
        .where('account_id', '=', accountId)
        .where('name', '=', name)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
