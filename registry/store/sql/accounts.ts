/** Accounts, each of which owns one registry. */
import type { Kysely, Selectable } from 'kysely'
import type { Account } from '../entities.ts'
import type { AccountWrites } from '../identity-verbs.ts'
import type { Database } from './schema.ts'

export function createAccountVerbs(db: Kysely<Database>): AccountWrites {
  return {
    async getDisplayName(accountId) {
      const { display_name } = await db
        .selectFrom('account')
        .select('display_name')
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return display_name
    },
    async list({ only, after, limit }) {
      const rows = await db
        .selectFrom('account')
        .selectAll()
        .$if(only !== null, (query) => query.where('account_id', '=', only ?? ''))
        .$if(after !== null, (query) => query.where('account_id', '>', after ?? ''))
        .orderBy('account_id')
        .$if(limit !== null, (query) => query.limit(limit ?? 0))
        .execute()
      return rows.map(toAccount)
    },
    async setProfile(accountId, { description, website }) {
      await db
        .updateTable('account')
        .set({ description, website })
        .where('account_id', '=', accountId)
        .execute()
    },
    async setDisplayName(accountId, displayName) {
      await db
        .updateTable('account')
        .set({ display_name: displayName })
        .where('account_id', '=', accountId)
        .execute()
    },
    async get(accountId) {
      const row = await db
        .selectFrom('account')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : toAccount(row)
    },
    async insert({ accountId, displayName, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('account')
        .values({ account_id: accountId, display_name: displayName, verified: 0, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async setVerified(accountId, verified) {
      const { numUpdatedRows } = await db
        .updateTable('account')
        .set({ verified: verified ? 1 : 0 })
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
  }
}

function toAccount(row: Selectable<Database['account']>): Account {
  return {
    accountId: row.account_id,
    displayName: row.display_name,
    description: row.description,
    website: row.website,
    verified: row.verified === 1,
  }
}
