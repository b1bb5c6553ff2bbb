/** Users of accounts. */
import type { Kysely, Selectable } from 'kysely'
import type { User } from '../entities.ts'
import type { UserWrites } from '../identity-verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import { byName, isNamed } from './names-without-case.ts'
import type { Database } from './schema.ts'

export function createUserVerbs(db: Kysely<Database>, words: DialectWords): UserWrites {
  return {
    async get(accountId, name) {
      const row = await db
        .selectFrom('user')
        .selectAll()
        .where('account_id', '=', accountId)
        .where(isNamed(words, 'name', name))
        .executeTakeFirst()
      return row === undefined ? null : toUser(row)
    },
    async list(accountId) {
      const users = await db
        .selectFrom('user')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy(byName(words, 'name'))
        .execute()
      const members = await db
        .selectFrom('group_member as m')
        .innerJoin('user_group as g', 'g.group_id', 'm.group_id')
        .select(['m.user_id', 'g.name'])
        .where('g.account_id', '=', accountId)
        .orderBy(byName(words, 'g.name'))
        .execute()
      const groupsOf = Map.groupBy(members, (member) => member.user_id)
      return users.map((row) => ({
        ...toUser(row),
        groups: (groupsOf.get(row.user_id) ?? []).map(({ name }) => name),
      }))
    },
    async insert({ userId, accountId, name, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('user')
        .values({ user_id: userId, account_id: accountId, name, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async delete(userId) {
      await db.deleteFrom('user').where('user_id', '=', userId).execute()
    },
    async revokeTokens(userId) {
      await db
        .updateTable('user')
        .set((user) => ({ token_generation: user('token_generation', '+', 1) }))
        .where('user_id', '=', userId)
        .execute()
    },
  }
}

function toUser(row: Pick<Selectable<Database['user']>, 'user_id' | 'name' | 'created_at'>): User {
  return { userId: row.user_id, name: row.name, createdAt: row.created_at }
}
