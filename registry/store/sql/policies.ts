/** Policies of users, groups and roles: those that an account keeps, those attached, and those of their own. */
import { type Kysely, sql } from 'kysely'
import type { PolicyHolder } from '../entities.ts'
import type { PolicyWrites } from '../identity-verbs.ts'
import type { DialectWords } from './dialect-words.ts'
import { byName, isNamed } from './names-without-case.ts'
import type { Database } from './schema.ts'
import { toStatement } from './statement.ts'

export function createPolicyVerbs(db: Kysely<Database>, words: DialectWords): PolicyWrites {
  return {
    async getVersion() {
      const { rows } = await db.executeQuery<{ version: number }>(selectVersion())
      const version = rows[0]?.version
      if (version === undefined) throw new Error('The store does not count changes of access.')
      return version
    },
    async listOf(holder) {
      const { rows } = await (holder.kind === 'user' ? ofUser(holder.id) : ofRole(holder.id)).execute(db)
      return rows.map(({ owner, name, document }) => ({
        name: owner === '' ? name : `${owner}/${name}`,
        document,
      }))
    },
    async findArn(accountId, policy) {
      const row = await db
        .selectFrom('managed_policy')
        .select('arn')
        .where('account_id', '=', accountId)
        .where((where) => where.or([isNamed(words, 'name', policy), where('arn', '=', policy)]))
        .executeTakeFirst()
      return row?.arn ?? null
    },
    async list(accountId) {
      return db
        .selectFrom('managed_policy')
        .select(['arn', 'document'])
        .where('account_id', '=', accountId)
        .orderBy(byName(words, 'name'))
        .execute()
    },
    async listHeld(accountId) {
      const holders = await listHolders(db, accountId)
      const attached = await db.selectFrom('attached_policy').selectAll().execute()
      const inline = await db.selectFrom('inline_policy').selectAll().execute()
      const withHolder = <Row extends HolderColumns>(rows: readonly Row[]) =>
        rows.flatMap((row) => {
          const holder = holders.get(row.user_id ?? row.group_id ?? row.role_id ?? '')
          return holder === undefined ? [] : [{ ...row, holder }]
        })
      return {
        attached: withHolder(attached).map(({ holder, policy_arn: arn }) => ({ holder, arn })),
        inline: withHolder(inline).map(({ holder, name, document }) => ({ holder, name, document })),
      }
    },
    async isAttached(arn) {
      const row = await db
        .selectFrom('attached_policy')
        .select('policy_arn')
        .where('policy_arn', '=', arn)
        .executeTakeFirst()
      return row !== undefined
    },
    async insert({ arn, accountId, name, document, at }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('managed_policy')
        .values({ arn, account_id: accountId, name, document, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async delete(arn) {
      await db.deleteFrom('managed_policy').where('arn', '=', arn).execute()
    },
    async attach(holder, arn) {
      await db
        .insertInto('attached_policy')
        .values({ ...toColumns(holder), policy_arn: arn })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async detach(holder, arn) {
      const { numDeletedRows } = await db
        .deleteFrom('attached_policy')
        .where(columns[holder.kind], '=', holder.id)
        .where('policy_arn', '=', arn)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async putInline(holder, { name, document }) {
      await this.deleteInline(holder, name)
      await db
        .insertInto('inline_policy')
        .values({ ...toColumns(holder), name, document })
        .execute()
    },
    async deleteInline(holder, name) {
      const { numDeletedRows } = await db
        .deleteFrom('inline_policy')
        .where(columns[holder.kind], '=', holder.id)
        .where('name', '=', name)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

interface Row {
  owner: string
  name: string
  document: string | null
}

const ofUser = (id: string) => sql<Row>`
  SELECT 'user/' || u.name AS owner, p.name, p.document
    FROM inline_policy p JOIN "user" u USING (user_id) WHERE p.user_id = ${id}
  UNION ALL
  SELECT '', a.policy_arn, m.document
    FROM attached_policy a LEFT JOIN managed_policy m ON m.arn = a.policy_arn WHERE a.user_id = ${id}
  UNION ALL
  SELECT 'group/' || g.name, p.name, p.document
    FROM group_member b JOIN user_group g USING (group_id) JOIN inline_policy p USING (group_id) WHERE b.user_id = ${id}
  UNION ALL
  SELECT '', a.policy_arn, m.document
    FROM group_member b JOIN attached_policy a USING (group_id) LEFT JOIN managed_policy m ON m.arn = a.policy_arn
    WHERE b.user_id = ${id}`

const ofRole = (id: string) => sql<Row>`
  SELECT 'role/' || r.name AS owner, p.name, p.document
    FROM inline_policy p JOIN role r USING (role_id) WHERE p.role_id = ${id}
  UNION ALL
  SELECT '', a.policy_arn, m.document
    FROM attached_policy a LEFT JOIN managed_policy m ON m.arn = a.policy_arn WHERE a.role_id = ${id}`

const selectVersion = toStatement('SELECT version FROM access_version')

const columns = { user: 'user_id', group: 'group_id', role: 'role_id' } as const

type HolderColumns = Record<(typeof columns)[keyof typeof columns], string | null>

/** Exactly one of the three says whose a policy is. */
function toColumns({ kind, id }: PolicyHolder): HolderColumns {
  return { user_id: null, group_id: null, role_id: null, [columns[kind]]: id }
}

/** `user/ci`, `group/pushers` and `role/build`, by their unique ids. */
async function listHolders(db: Kysely<Database>, accountId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; holder: string }>`
    SELECT user_id AS id, 'user/' || name AS holder FROM "user" WHERE account_id = ${accountId}
    UNION ALL SELECT group_id, 'group/' || name FROM user_group WHERE account_id = ${accountId}
    UNION ALL SELECT role_id, 'role/' || name FROM role WHERE account_id = ${accountId}`.execute(db)
  return new Map(rows.map(({ id, holder }) => [id, holder]))
}
