/**
 * The first start: an account whose owner is the profile `admin`, and the read-only profile `gallery` for the web
 * app. Both keys are random and stand in `DATA_DIR/credentials`, in the AWS shared-credentials format, mode 0600.
 */
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import type { Keys } from '#registry/store/keys.ts'
import type { Store } from '#registry/store/open-store.ts'
import { syncDirectory } from '#registry/store/sync-directory.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { insertAccount, ownerName } from './create-account.ts'
import { insertAccessKey, insertUserKey } from './manage-access-key.ts'
import { toProfile } from './to-profile.ts'

/**
 * Does nothing when the credentials file is there. Where it was deleted, new keys of the same two users are made,
 * and the old ones stop working.
 */
export async function createFirstAccounts(service: {
  config: Config
  store: Pick<Store, 'transaction'>
  keys: Keys
  clock: () => Date
  log: Logger
}): Promise<void> {
  const path = join(service.config.dataDir, 'credentials')
  if (existsSync(path)) return
  const { admin, gallery } = await service.store.transaction(async (tx) => {
    const accountId = await requireAdminAccount(tx, service.clock().toISOString())
    const owner = await tx.users.get(accountId, ownerName)
    await tx.accessKeys.deleteOfUserAndGallery(owner?.userId ?? null)
    return {
      admin: await insertUserKey(tx, service, { accountId, userName: ownerName }),
      gallery: await insertAccessKey(tx, service, { accountId, holder: { kind: 'gallery' } }),
    }
  })
  // Written whole and then named: a start that is killed before this point makes new keys, and no reader sees
  // half a file.
  writeFileSync(`${path}.new`, `${toProfile('admin', admin)}\n${toProfile('gallery', gallery)}`, {
    mode: 0o600,
    flush: true,
  })
  renameSync(`${path}.new`, path)
  await syncDirectory(service.config.dataDir)
  service.log.info({ path }, 'new access keys for the profiles admin and gallery')
}

async function requireAdminAccount(tx: Writes, at: string): Promise<string> {
  const known = await tx.settings.get('admin-account')
  if (known !== null) return known
  const { accountId } = await insertAccount(tx, {}, at)
  await tx.settings.put('admin-account', accountId)
  return accountId
}
