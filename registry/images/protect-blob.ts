/** Keeps a blob from being collected while a push that relies on it is on its way. */
import type { Digest } from '#lib/oci/digest.ts'
import type { Service } from '#registry/service.ts'
import { touchBlob } from '#registry/store/blob/link-blob.ts'

/**
 * How old a protection may grow before it is renewed, so that clients who ask often cost few writes. Garbage collection
 * waits so much longer.
 */
export function toRenewalMs(graceMs: number): number {
  return graceMs / 16
}

/**
 * Protects the blob for another grace period, for a client that has asked whether it still has to push it.
 * @returns false when the repository does not have it, so that it has to
 */
export function protectBlob(service: Service, repositoryId: number, digest: Digest): Promise<boolean> {
  const now = service.clock()
  return touchBlob(service.store.db, {
    repositoryId,
    digest,
    at: now.toISOString(),
    olderThan: new Date(now.getTime() - toRenewalMs(service.config.garbageGraceMs)).toISOString(),
  })
}
