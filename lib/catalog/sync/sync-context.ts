/** What every part of the sync works with. Time and waiting are given, so that tests need not sleep. */
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import type { RegistryExtension } from '#lib/ecr-public/registry-extension.ts'
import type { CatalogWriter, RepositoryRef } from '../catalog-writer.ts'
import type { PlatformQueue } from './platform-queue.ts'

export interface SyncContext {
  writer: CatalogWriter
  /** Asked before each round, since credentials may have been made anew. */
  getApi(): EcrPublic
  /** Null when the endpoint offers no extension, as the real service. */
  findExtension(): Promise<RegistryExtension | null>
  /** Where newest images wait until it is read what they run on. */
  platforms: Pick<PlatformQueue, 'add'>
  /** Told after the index has changed, so that pages are made anew. */
  onChange(change: CatalogChange): void
}

/** Something that pages show and that differs now. */
export interface CatalogChange {
  registryId: string
  /** Aliases under which pages may stand: those from before the change, and those of now. */
  aliases: string[]
  repositories: RepositoryRef[]
}

/** How many API calls a read has under way at once. */
export const SYNC_CONCURRENCY = 8

/** How many repositories are written in one go, so that pages never wait long for the index. */
export const WRITE_BATCH_SIZE = 40
