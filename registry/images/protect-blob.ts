/** Keeps a blob for a client that asked whether it is there, as both APIs let it ask. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Principal } from '#registry/access/principal.ts'
import type { Service } from '#registry/service.ts'
import { touchBlob } from '#registry/store/blob/link-blob.ts'

/** Who may push and asks for a blob will not push it again: it has to stay until the manifest arrives. */
export async function protectBlob(
  { store, clock, config }: Service,
  asked: { principal: Principal | null; accountId: string; repositoryId: number },
  digest: Digest,
): Promise<void> {
  const { principal, accountId, repositoryId } = asked
  if (principal?.role !== 'owner' || principal.accountId !== accountId) return
  const now = clock()
  await touchBlob(store.db, {
    repositoryId,
    digest,
    at: now.toISOString(),
    olderThan: new Date(now.getTime() - config.garbageGraceMs / 2).toISOString(),
  })
}
