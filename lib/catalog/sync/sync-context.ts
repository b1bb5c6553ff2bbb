/** What every part of the sync of one source works with. Time and waiting are given, so that tests need not sleep. */
import type { WaitClock } from '#lib/sources/ecr-public/wait-clock.ts'
import type { SourceReader } from '#lib/sources/source-reader.ts'
import type { CatalogWriter } from '../store/catalog-writer.ts'
import type { SyncState } from '../store/sync-state.ts'
import type { CatalogChange } from './catalog-change.ts'
import type { FactsQueue } from './facts-queue.ts'
import type { SourceProgress } from './source-progress.ts'

export interface SyncContext {
  /** The source's name. */
  source: string
  /** Names of the sources that come before it: a registry that they give is theirs. */
  earlierSources: ReadonlySet<string>
  writer: CatalogWriter
  state: SyncState
  /** Counts, and holds back, what is sent. */
  reader: SourceReader
  /** Where newest images wait until it is read what they run on. */
  facts: Pick<FactsQueue, 'add'>
  progress: SourceProgress
  clock: WaitClock
  signal: AbortSignal
  /** Told after the index has changed, so that pages are made again. */
  onChange(change: CatalogChange): void
}

/** How many API calls a read has under way at once. */
export const SYNC_CONCURRENCY = 12

/** How many repositories are written in one go, so that pages never wait long for the index. */
export const WRITE_BATCH_SIZE = 40
