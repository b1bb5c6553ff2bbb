/** Keeps a blob for a client that asked whether it is there, as both APIs let it ask. */

import type { Config } from '#lib/config/config.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Store } from '#registry/store/open-store.ts'

/**
 * How old a protection may grow before it is renewed, so that clients who ask often cost few writes. Garbage collection
 * waits so much longer.
 */
export function toRenewalMs(graceMs: number): number {
  return graceMs / 16
}

/**
 * Protects the blob for another grace period: who may push and asks for a blob will not push it again, so that it has to
 * stay until the manifest arrives. Anybody else's question changes nothing.
 * @returns false when it cannot be protected, because the repository does not have it
 */
export async function protectBlob(
  {
    store,
    clock,
    config,
  }: { config: Config; store: Pick<Store, 'blobs' | 'listDamage' | 'quietly'>; clock: () => Date },
  asked: { repositoryId: number; mayPush(): Promise<boolean> },
  digest: Digest,
): Promise<boolean> {
  // Where nothing can be written, nothing is pushed or collected either.
  if (store.listDamage().length > 0 || !(await asked.mayPush())) return true
  const { repositoryId } = asked
  const linkedAt = await store.blobs.getLinkedAt(repositoryId, digest)
  if (linkedAt === null) return false
  const now = clock()
  if (Date.parse(linkedAt) >= now.getTime() - toRenewalMs(config.garbageGraceMs)) return true
  return store.quietly((tx) => tx.blobs.touch({ repositoryId, digest, at: now.toISOString() }))
}
