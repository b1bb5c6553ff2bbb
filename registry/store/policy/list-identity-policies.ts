/** Reads every policy that a user or a role has: its own, those attached to it, and those of a user's groups. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

export interface IdentityPolicy {
  /** The ARN of a managed policy, or what the inline one is called: `user/ci/push`. */
  name: string
  /** JSON; null for a managed policy that is built in, or has no row any more. */
  document: string | null
}

interface Row {
  owner: string
  name: string
  document: string | null
}

/** In the order in which they are explained: own inline, own attached, then by group. */
export async function listIdentityPolicies(
  db: Kysely<Database>,
  holder: { kind: 'user' | 'role'; id: string },
): Promise<IdentityPolicy[]> {
  const { rows } = await (holder.kind === 'user' ? ofUser(holder.id) : ofRole(holder.id)).execute(db)
  return rows.map(({ owner, name, document }) => ({
    name: owner === '' ? name : `${owner}/${name}`,
    document,
  }))
}

const ofUser = (id: string) => sql<Row>`
  SELECT 'user/' || u.name AS owner, p.name, p.document
    FROM inline_policy p JOIN user u USING (user_id) WHERE p.user_id = ${id}
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
