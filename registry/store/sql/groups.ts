/** Groups of users. */
import type { Kysely } from 'kysely'
import type { GroupWrites } from '../identity-verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import { byName, isNamed } from './names-without-case.ts'
import type { Database } from './schema.ts'

export function createGroupVerbs(db: Kysely<Database>, words: DialectWords): GroupWrites {
  return {
    async get(accountId, name) {
      const row = await db
        .selectFrom('user_group')
        .select(['group_id as groupId', 'name'])
        .where('account_id', '=', accountId)
        .where(isNamed(words, 'name', name))
        .executeTakeFirst()
      return row ?? null
    },
    async list(accountId) {
      const rows = await db
        .selectFrom('user_group as g')
        .leftJoin('group_member as m', 'm.group_id', 'g.group_id')
        .leftJoin('user as u', 'u.user_id', 'm.user_id')
        .select(['g.name', 'g.group_id as groupId', 'u.name as member'])
        .where('g.account_id', '=', accountId)
        .orderBy(byName(words, 'g.name'))
        .orderBy(byName(words, 'u.name'))
        .execute()
      return [...Map.groupBy(rows, ({ groupId }) => groupId)].map(([groupId, members]) => ({
        groupId,
        name: members[0]?.name ?? '',
        users: members.flatMap(({ member }) => member ?? []),
      }))
    },
    async insert({ groupId, accountId, name, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('user_group')
        .values({ group_id: groupId, account_id: accountId, name, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async delete(groupId) {
      await db.deleteFrom('user_group').where('group_id', '=', groupId).execute()
    },
    async addMember(groupId, userId) {
      await db
        .insertInto('group_member')
        .values({ group_id: groupId, user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async removeMember(groupId, userId) {
      const { numDeletedRows } = await db
        .deleteFrom('group_member')
        .where('group_id', '=', groupId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
