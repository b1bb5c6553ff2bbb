/**
 * A full read of a source: every registry, every repository. It goes on where an earlier run of it was ended: registries that
 * were listed are not listed again, and repositories that were read are not read again.
 */

import { mapConcurrently } from '#lib/net/map-concurrently.ts'
import type { GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import { listRegistry } from './list-registry.ts'
import { readPullCounts, writeListedPulls } from './read-pull-counts.ts'
import { readRegistries } from './read-registries.ts'
import { type ChangeTimes, readListed } from './read-repositories.ts'
import { SYNC_CONCURRENCY, type SyncContext } from './sync-context.ts'

/** So many are taken from the list at once. */
const chunkSize = 400

/**
 * Reads everything that has not been read since the full read began.
 * @throws {EcrPublicError} and leaves what was read before the failure
 */
export async function crawl(
  context: SyncContext,
  extension: GalleryExtension | null,
  changeTimes: ChangeTimes,
): Promise<void> {
  const { state, source, progress } = context
  await listAll(context, extension, ({ registryId }) => !state.isListed(registryId))
  const { repositories, unread } = state.countSource(source)
  progress.begin('reading', { done: repositories - unread, total: repositories })
  for (;;) {
    const chunk = state.listUnread(source, chunkSize)
    if (chunk.length === 0) break
    await readListed(context, chunk, changeTimes)
  }
  if (extension !== null) await readPullCounts(context, extension)
  else writeListedPulls(context)
  state.finishCrawl(source)
}

/**
 * Learns which registries and repositories there are.
 * @param isWanted which registries are listed
 * @throws {EcrPublicError}
 */
export async function listAll(
  context: SyncContext,
  extension: GalleryExtension | null,
  isWanted: (registry: { registryId: string }) => boolean = () => true,
): Promise<void> {
  const { progress } = context
  progress.begin('listing')
  const registries = await readRegistries(context, extension)
  const wanted = registries.filter(isWanted)
  progress.begin('listing', { done: registries.length - wanted.length, total: registries.length })
  await mapConcurrently(wanted, SYNC_CONCURRENCY, async ({ registryId }) => {
    await listRegistry(context, registryId)
    progress.advance(1)
  })
}
