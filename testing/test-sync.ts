/** The sync of a gallery in this process, with an index of its own, for protocol tests. */

import { logoPath } from '#lib/addresses/routes.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import type { RepositoryRecord } from '#lib/catalog/store/catalog-writer.ts'
import { type CatalogSource, readCatalogSources } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { type RunningSync, startSync } from '#lib/runtime/start-sync.ts'

export interface TestSync {
  index: OpenCatalog
  sources: CatalogSource[]
  running: RunningSync
  /** What was last written of each repository, by `REGISTRY/NAME`. */
  records: Map<string, RepositoryRecord>
  /** What was written about each repository, the repeated writes too. */
  writes: string[]
  /** Full reads that have ended, by the source's name. */
  fullReads: string[]
  stop(): Promise<void>
}

export interface TestSyncOptions {
  /** As in the environment of a gallery. */
  variables: Record<string, string>
  /** Of the index; in memory when it is not given. */
  file?: string
  clock?: () => Date
}

/** Starts it; facts of images are not read. */
export function startTestSync({ variables, file = ':memory:', clock }: TestSyncOptions): TestSync {
  const config = readConfig({
    SYNC_INTERVAL_SECONDS: '1',
    SYNC_REQUESTS_PER_HOUR: '1000000',
    ...variables,
  })
  const sources = readCatalogSources(config)
  const index = openCatalog({
    file,
    source: 'sources',
    pageSize: 24,
    toLogoSrc: logoPath,
    ...(clock && { clock }),
  })
  const records = new Map<string, RepositoryRecord>()
  const writes: string[] = []
  const fullReads: string[] = []
  const stopped = new AbortController()
  const running = startSync(config, {
    sources,
    writer: {
      ...index.writer,
      putRepositories: (given) => {
        for (const record of given) {
          const key = `${record.registryId}/${record.repositoryName}`
          records.set(key, record)
          writes.push(key)
        }
        return index.writer.putRepositories(given)
      },
    },
    state: index.syncState,
    onChange: () => undefined,
    onFullRead: (source) => fullReads.push(source),
    readFacts: async () => null,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    signal: stopped.signal,
  })
  return {
    index,
    sources,
    running,
    records,
    writes,
    fullReads,
    stop: async () => {
      stopped.abort()
      await running.ended
      index.close()
    },
  }
}
