/** Brings the index's pull counts up to date with what its source has counted since they were last read. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { GalleryExtension } from '#lib/sources/ecr-public/gallery-extension.ts'
import type { SyncContext } from './sync-context.ts'

/** So many changes are written in one go, so that pages never wait long for the index. */
const sliceSize = 1_000

/**
 * Reads what changed, or everything where the source cannot tell that. How far it came is noted when all of it is written: what
 * is interrupted, or fails, is read again.
 * @throws {EcrPublicError}
 */
export async function readPullCounts(
  { state, source, writer }: Pick<SyncContext, 'state' | 'source' | 'writer'>,
  extension: Pick<GalleryExtension, 'listPullCounts'>,
): Promise<void> {
  const { cursor, isWhole, pulls } = await extension.listPullCounts(state.getPullCursor(source))
  if (isWhole) writer.putPullCounts(pulls, { source, isWhole })
  else {
    for (let from = 0; from < pulls.length; from += sliceSize) {
      if (from > 0) await yieldToOthers()
      writer.putPullCounts(pulls.slice(from, from + sliceSize), { source, isWhole })
    }
  }
  state.setPullCursor(source, cursor)
}

/** Writes what the listing of a source without a feed has told. */
export function writeListedPulls({
  reader,
  source,
  writer,
}: Pick<SyncContext, 'reader' | 'source' | 'writer'>): void {
  const pulls = reader.listListedPulls()
  if (pulls !== null) writer.putPullCounts(pulls, { source, isWhole: true })
}
