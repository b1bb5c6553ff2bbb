/** The access keys of an account, without their secrets. */
import type { ListedAccessKey } from '#registry/store/entities.ts'
import type { Store } from '#registry/store/open-store.ts'
import { requireAccount } from './require-account.ts'

export async function listKeys(
  { store }: { store: Pick<Store, 'accessKeys' | 'accounts' | 'users'> },
  { accountId, user }: { accountId: string; user?: string | undefined },
) {
  await requireAccount(store, accountId)
  const keys = await store.accessKeys.list(accountId, user)
  return keys.map(({ accessKeyId, holder, status, createdAt, expiresAt }) => ({
    accessKeyId,
    of: nameHolder(holder),
    status,
    createdAt,
    ...(expiresAt !== null && { expiresAt }),
  }))
}

function nameHolder(holder: ListedAccessKey['holder']): string {
  if (holder.kind === 'gallery') return 'gallery'
  return holder.kind === 'user' ? `user/${holder.name}` : `role/${holder.name}/${holder.sessionName}`
}
