/** Removes records that are older than they are kept. The chain then begins behind the last of them. */
import type { Service } from '#registry/service.ts'

/** Returns how many records went. */
export async function pruneAuditLog({ store, config, clock }: Service): Promise<number> {
  const { auditRetentionMs } = config
  if (auditRetentionMs === null) return 0
  const second = Math.floor((clock().getTime() - auditRetentionMs) / 1000)
  let removed = 0
  for (;;) {
    const batch = await store.quietly((tx) => tx.audit.prune(second))
    removed += batch
    if (batch === 0) return removed
  }
}
