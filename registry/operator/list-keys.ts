/** The access keys of an account, without their secrets. */
import type { Service } from '#registry/service.ts'
import { requireAccount } from './require-account.ts'

export async function listKeys(
  { store }: Service,
  { accountId, user }: { accountId: string; user?: string | undefined },
) {
  await requireAccount(store.db, accountId)
  const keys = await store.db
    .selectFrom('access_key as k')
    .leftJoin('user as u', 'u.user_id', 'k.user_id')
    .leftJoin('role as r', 'r.role_id', 'k.role_id')
    .select(['k.access_key_id', 'k.status', 'k.kind', 'k.expires_at', 'k.created_at', 'k.session_name'])
    .select(['u.name as user_name', 'r.name as role_name'])
    .where('k.account_id', '=', accountId)
    .$if(user !== undefined, (query) => query.where('u.name', '=', user ?? ''))
    .orderBy('k.created_at')
    .orderBy('k.access_key_id')
    .execute()
  return keys.map((key) => ({
    accessKeyId: key.access_key_id,
    of: toHolder(key),
    status: key.status,
    createdAt: key.created_at,
    ...(key.expires_at !== null && { expiresAt: key.expires_at }),
  }))
}

function toHolder(key: { user_name: string | null; role_name: string | null; session_name: string | null }) {
  if (key.user_name !== null) return `user/${key.user_name}`
  return key.role_name === null ? 'gallery' : `role/${key.role_name}/${key.session_name}`
}
