/** The names under which registries are reached, are asked for, or were. */

import { randomInt } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { Alias } from '../entities.ts'
import type { AliasWrites } from '../identity-verbs.ts'
import type { Database } from './schema.ts'

export function createAliasVerbs(db: Kysely<Database>): AliasWrites {
  return {
    async delete({ accountId, name }) {
      await db.deleteFrom('alias').where('name', '=', name).where('account_id', '=', accountId).execute()
    },
    async ensureDefault(account) {
      const aliases = await db
        .selectFrom('alias')
        .select(['is_default', 'is_primary'])
        .where('account_id', '=', account.accountId)
        .execute()
      if (aliases.some((alias) => alias.is_default === 1)) return false
      const isPrimary = aliases.some((alias) => alias.is_primary === 1) ? 0 : 1
      await db
        .insertInto('alias')
        .values({
          name: await findFreeName(db),
          account_id: account.accountId,
          status: 'ACTIVE',
          is_primary: isPrimary,
          is_default: 1,
          created_at: account.at,
          decided_at: null,
          reason: null,
        })
        .execute()
      return true
    },
    async getAccount(name) {
      const row = await db
        .selectFrom('alias')
        .select('account_id')
        .where('name', '=', name)
        .where('status', '=', 'ACTIVE')
        .executeTakeFirst()
      return row?.account_id ?? null
    },
    async getHolder(name) {
      const active = await this.getAccount(name)
      if (active !== null) return { accountId: active, released: false }
      const row = await db
        .selectFrom('released_alias')
        .select('account_id')
        .where('name', '=', name)
        .executeTakeFirst()
      return row === undefined ? null : { accountId: row.account_id, released: true }
    },
    async get({ accountId, name }) {
      const row = await db
        .selectFrom('alias')
        .selectAll()
        .where('name', '=', name)
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : toAlias(row)
    },
    async list(accountIds) {
      if (accountIds.length === 0) return []
      const rows = await db
        .selectFrom('alias')
        .selectAll()
        .where('account_id', 'in', accountIds)
        .orderBy('account_id')
        .orderBy('is_primary', 'desc')
        .orderBy('created_at')
        .orderBy('name')
        .execute()
      return rows.map(toAlias)
    },
    async listPublisherNames({ except }) {
      const aliases = await db
        .selectFrom('alias')
        .innerJoin('account', 'account.account_id', 'alias.account_id')
        .select(['alias.name', 'account.verified'])
        .where('alias.account_id', '!=', except)
        .where('alias.status', '=', 'ACTIVE')
        .where('alias.is_default', '=', 0)
        .orderBy('account.verified', 'desc')
        .orderBy('alias.name')
        .execute()
      const verified = await db
        .selectFrom('account')
        .select('display_name')
        .where('account_id', '!=', except)
        .where('verified', '=', 1)
        .where('display_name', '!=', '')
        .orderBy('display_name')
        .execute()
      return [
        ...aliases.map(({ name, verified }) => ({ shown: name, verified: verified === 1 })),
        ...verified.map(({ display_name }) => ({ shown: display_name, verified: true })),
      ]
    },
    async put({ accountId, name, status, at }) {
      const row = {
        status,
        is_primary: 0,
        is_default: 0,
        created_at: at,
        decided_at: null,
        reason: null,
      } as const
      await db
        .insertInto('alias')
        .values({ ...row, name, account_id: accountId })
        .onConflict((conflict) => conflict.columns(['name', 'account_id']).doUpdateSet(row))
        .execute()
    },
    async putPrimary({ accountId, name }) {
      const own = db.updateTable('alias').where('account_id', '=', accountId)
      await own.set({ is_primary: 0 }).where('is_primary', '=', 1).execute()
      await own.set({ is_primary: 1 }).where('name', '=', name).execute()
    },
    async listActive() {
      return db
        .selectFrom('alias')
        .select(['account_id as accountId', 'name'])
        .where('status', '=', 'ACTIVE')
        .orderBy('is_primary', 'desc')
        .orderBy('name')
        .execute()
    },
    async listWithAccounts({ accountId, status }) {
      const rows = await db
        .selectFrom('alias')
        .innerJoin('account', 'account.account_id', 'alias.account_id')
        .selectAll('alias')
        .select(['account.display_name', 'account.verified'])
        .$if(accountId !== undefined, (query) => query.where('alias.account_id', '=', accountId ?? ''))
        .$if(status !== undefined, (query) => query.where('alias.status', '=', status ?? 'PENDING'))
        .orderBy('alias.name')
        .orderBy('alias.account_id')
        .execute()
      return rows.map((row) => ({
        ...toAlias(row),
        displayName: row.display_name,
        verified: row.verified === 1,
      }))
    },
    async decide({ accountId, name }, { status, at, reason }) {
      await db
        .updateTable('alias')
        .set({ status, decided_at: at, reason })
        .where('name', '=', name)
        .where('account_id', '=', accountId)
        .execute()
    },
    async rejectOthers({ accountId, name }, { at, reason }) {
      await db
        .updateTable('alias')
        .set({ status: 'REJECTED', decided_at: at, reason })
        .where('name', '=', name)
        .where('account_id', '!=', accountId)
        .where('status', '=', 'PENDING')
        .execute()
    },
    async reserve({ accountId, name, at }) {
      await db
        .insertInto('released_alias')
        .values({ name, account_id: accountId, released_at: at })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ account_id: accountId, released_at: at }),
        )
        .execute()
    },
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

async function findFreeName(tx: Kysely<Database>): Promise<string> {
  for (;;) {
    const name = newDefaultAlias()
    const taken = await tx.selectFrom('alias').select('name').where('name', '=', name).executeTakeFirst()
    if (!taken) return name
  }
}

/** A random name of the form `([a-z][0-9]){4}`: 4.5 billion of them. */
export function newDefaultAlias(): string {
  return Array.from({ length: 4 }, () => `${letters[randomInt(26)]}${randomInt(10)}`).join('')
}

/** An alias of a row of the table. */
function toAlias(row: Selectable<Database['alias']>): Alias {
  return {
    name: row.name,
    accountId: row.account_id,
    status: row.status,
    primary: row.is_primary === 1,
    default: row.is_default === 1,
    requestedAt: row.created_at,
    decidedAt: row.decided_at,
    reason: row.reason,
  }
}
