/** The policies of an account: built-in and own ones with those that have them, and the inline ones. */
import { builtInPolicies } from '#registry/access/policy/built-in-policies.ts'
import type { Service } from '#registry/service.ts'
import { requireAccount } from './require-account.ts'

export async function listPolicies({ store }: Service, { accountId }: { accountId: string }) {
  const { db } = store
  await requireAccount(db, accountId)
  const holders = await listHolders(store, accountId)
  const attached = await db.selectFrom('attached_policy').selectAll().execute()
  const inline = await db.selectFrom('inline_policy').selectAll().execute()
  const own = await db
    .selectFrom('managed_policy')
    .select(['arn', 'document'])
    .where('account_id', '=', accountId)
    .orderBy('name')
    .execute()
  const managed = [...own, ...[...builtInPolicies].map(([arn, document]) => ({ arn, document }))]
  return {
    managed: managed.map(({ arn, document }) => ({
      arn,
      document: JSON.parse(document) as object,
      attachedTo: attached.flatMap((row) => (row.policy_arn === arn ? (holders.get(toId(row)) ?? []) : [])),
    })),
    inline: inline.flatMap((row) => {
      const holder = holders.get(toId(row))
      if (holder === undefined) return []
      return [{ of: holder, name: row.name, document: JSON.parse(row.document) as object }]
    }),
  }
}

/** `user/ci`, `group/pushers` and `role/build`, by their unique ids. */
async function listHolders({ db }: Service['store'], accountId: string): Promise<Map<string, string>> {
  const users = await db.selectFrom('user').selectAll().where('account_id', '=', accountId).execute()
  const groups = await db.selectFrom('user_group').selectAll().where('account_id', '=', accountId).execute()
  const roles = await db.selectFrom('role').selectAll().where('account_id', '=', accountId).execute()
  return new Map([
    ...users.map((user) => [user.user_id, `user/${user.name}`] as const),
    ...groups.map((group) => [group.group_id, `group/${group.name}`] as const),
    ...roles.map((role) => [role.role_id, `role/${role.name}`] as const),
  ])
}

function toId(row: { user_id: string | null; group_id: string | null; role_id: string | null }): string {
  return row.user_id ?? row.group_id ?? row.role_id ?? ''
}
