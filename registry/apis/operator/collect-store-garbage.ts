/** Garbage collection by hand, for who needs the room now. */

import { type Collected, collectGarbage } from '#registry/domain/images/collect-garbage.ts'
import type { Parts, Verbs } from '../parts.ts'

/**
 * Removes what nothing needs.
 * @param graceMs instead of the configured one; null keeps that
 * @returns what went, and how much may be written now
 */
export async function collectStoreGarbage(
  service: Parts<'clock' | 'config' | 'images' | 'space'> & Verbs<'blobs' | 'content' | 'transaction'>,
  graceMs: number | null,
): Promise<Collected & { freeBytes: number | null }> {
  const config = { ...service.config, garbageGraceMs: graceMs ?? service.config.garbageGraceMs }
  const first = await collectGarbage({ ...service, config })
  // A blob that the first pass took from its last repository has its own grace from then on, which may be none.
  const second = await collectGarbage({ ...service, config })
  return {
    endedUploads: first.endedUploads + second.endedUploads,
    unlinkedBlobs: first.unlinkedBlobs + second.unlinkedBlobs,
    deletedBlobs: first.deletedBlobs + second.deletedBlobs,
    freedBytes: first.freedBytes + second.freedBytes,
    freeBytes: service.space.read().freeBytes,
  }
}
