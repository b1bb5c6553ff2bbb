/** The sync's memory in SQLite: sources and registries here, repositories in their own file. */
import { addSourceSql, type IndexDatabase } from './index-database.ts'
import { openSyncRepositories } from './sync-repositories.ts'
import type { FeedPosition, SourceProblem, SourceState, SyncState } from './sync-state.ts'

interface SourceRow {
  identity: string
  is_crawl_done: number
  feed_store: string | null
  feed_sequence: number | null
  pull_cursor: string | null
  synced_at: string | null
  problem: string | null
  past_problem: string | null
}

/** The state that stands in this index. */
export function openSyncState(database: IndexDatabase, clock: () => Date): SyncState {
  const { get, all, run } = database
  const ofSource = (source: string): SourceRow => {
    const row = get<SourceRow>('SELECT * FROM sync_source WHERE source = ?', source)
    if (row === undefined) throw new Error(`The index knows no source '${source}'.`)
    return row
  }
  const removeRegistry = (registryId: string) => {
    run('DELETE FROM sync_repository WHERE registry_id = ?', registryId)
    run('DELETE FROM sync_registry WHERE registry_id = ?', registryId)
  }

  return {
    ...openSyncRepositories(database, clock),
    listSources: () => all('SELECT source, identity FROM sync_source ORDER BY source'),
    addSource: (source, identity) => {
      run(addSourceSql, source, identity)
    },
    removeSource: (source) =>
      database.transaction(() => {
        for (const table of ['pull_count', 'sync_repository', 'sync_registry', 'sync_source'])
          run(`DELETE FROM ${table} WHERE source = ?`, source)
      }),
    getSource: (source) => toSourceState(ofSource(source)),
    noteSynced: (source) => {
      run(
        `UPDATE sync_source SET synced_at = ?, past_problem = coalesce(problem, past_problem), problem = NULL
         WHERE source = ?`,
        clock().toISOString(),
        source,
      )
    },
    noteProblem: (source, problemNow) => {
      const last = clock().toISOString()
      const { problem } = toSourceState(ofSource(source))
      const since = problem?.kind === problemNow.kind ? problem.since : last
      const noted: SourceProblem = { ...problemNow, since, last }
      run('UPDATE sync_source SET problem = ? WHERE source = ?', JSON.stringify(noted), source)
    },

    beginCrawl: (source, feed) => {
      run('UPDATE sync_source SET crawl = crawl + 1, is_crawl_done = 0 WHERE source = ?', source)
      setFeed(database, source, feed)
    },
    finishCrawl: (source) => {
      run('UPDATE sync_source SET is_crawl_done = 1 WHERE source = ?', source)
    },
    setFeed: (source, feed) => setFeed(database, source, feed),
    getPullCursor: (source) => ofSource(source).pull_cursor,
    setPullCursor: (source, cursor) => {
      run('UPDATE sync_source SET pull_cursor = ? WHERE source = ?', cursor, source)
    },

    findSource: (registryId) =>
      get<{ source: string }>('SELECT source FROM sync_registry WHERE registry_id = ?', registryId)?.source ??
      null,
    listRegistryIds: (source) =>
      all<{ registry_id: string }>(
        'SELECT registry_id FROM sync_registry WHERE source = ? ORDER BY registry_id',
        source,
      ).map((row) => row.registry_id),
    findImageHost: (registryId) =>
      get<{ image_host: string | null }>(
        'SELECT image_host FROM sync_registry WHERE registry_id = ?',
        registryId,
      )?.image_host ?? null,
    listImageHosts: () =>
      new Map(
        all<{ registry_id: string; image_host: string }>(
          'SELECT registry_id, image_host FROM sync_registry WHERE image_host IS NOT NULL',
        ).map((row) => [row.registry_id, row.image_host]),
      ),
    claimRegistry: (registryId, source) =>
      database.transaction(() => {
        const known = get<{ source: string }>(
          'SELECT source FROM sync_registry WHERE registry_id = ?',
          registryId,
        )
        if (known?.source === source) return
        if (known !== undefined) {
          removeRegistry(registryId)
          // Its repositories have the counts that the other source told.
          run('UPDATE sync_source SET pull_cursor = NULL WHERE source = ?', source)
        }
        run(
          'INSERT INTO sync_registry (registry_id, source, listing, listed_crawl) VALUES (?, ?, 0, -1)',
          registryId,
          source,
        )
      }),
    removeRegistry: (registryId) => database.transaction(() => removeRegistry(registryId)),
    isListed: (registryId) =>
      get(
        `SELECT 1 FROM sync_registry r JOIN sync_source s USING (source)
         WHERE r.registry_id = ? AND r.listed_crawl = s.crawl`,
        registryId,
      ) !== undefined,
    beginListing: (registryId) =>
      get<{ listing: number }>(
        'UPDATE sync_registry SET listing = listing + 1 WHERE registry_id = ? RETURNING listing',
        registryId,
      )?.listing ?? 0,
    finishListing: (registryId) => {
      run(
        `UPDATE sync_registry SET listed_crawl = (SELECT crawl FROM sync_source s WHERE s.source = sync_registry.source)
         WHERE registry_id = ?`,
        registryId,
      )
    },
  }
}

function setFeed(database: IndexDatabase, source: string, feed: FeedPosition | null): void {
  database.run(
    'UPDATE sync_source SET feed_store = ?, feed_sequence = ? WHERE source = ?',
    feed?.storeId ?? null,
    feed?.sequence ?? null,
    source,
  )
}

function toSourceState(row: SourceRow): SourceState {
  const { feed_store: storeId, feed_sequence: sequence } = row
  return {
    identity: row.identity,
    isCrawlDone: row.is_crawl_done === 1,
    feed: storeId === null || sequence === null ? null : { storeId, sequence },
    syncedAt: row.synced_at,
    problem: row.problem === null ? null : JSON.parse(row.problem),
    pastProblem: row.past_problem === null ? null : JSON.parse(row.past_problem),
  }
}
