/** Removes records that are older than they are kept. The chain then begins behind the last of them. */
import type { Config } from '#lib/config/config.ts'
import type { Store } from '#registry/store/open-store.ts'

/** Returns how many records went. */
export async function pruneAuditLog({
  store,
  config,
  clock,
}: {
  config: Config
  store: Pick<Store, 'quietly'>
  clock: () => Date
}): Promise<number> {
  const { auditRetentionMs } = config
  if (auditRetentionMs === null) return 0
  const second = Math.floor((clock().getTime() - auditRetentionMs) / 1000)
  let removed = 0
  for (;;) {
    const batch = await store.quietly((tx) => tx.audit.prune(second), 'audit prune')
    removed += batch
    if (batch === 0) return removed
  }
}
