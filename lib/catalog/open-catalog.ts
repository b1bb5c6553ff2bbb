/** Opens the search index: SQLite with FTS5 behind the interfaces that pages and sync know. */
import type { Catalog, CatalogFacts } from './catalog.ts'
import type { CatalogWriter } from './catalog-writer.ts'
import { type IndexDatabase, openIndexDatabase } from './index-database.ts'
import { findPublisher, listPublishers, listVerifiedPublishers } from './list-publishers.ts'
import {
  findImagePlatforms,
  findLogo,
  findRepository,
  listPaths,
  listPopular,
  listPublisherRepositories,
  listRecentlyUpdated,
} from './list-repositories.ts'
import { openSyncState } from './open-sync-state.ts'
import { searchRepositories } from './search-repositories.ts'
import { suggestNames } from './suggest-names.ts'
import type { SyncState } from './sync-state.ts'
import type { ToLogoSrc } from './to-repository-summary.ts'
import { listUnreadImages, putImagePlatforms } from './write-image-platforms.ts'
import { putPullCounts } from './write-pull-counts.ts'
import { listAliases, putRegistry, removeRegistry } from './write-registry.ts'
import { putRepositories, removeRepositories } from './write-repositories.ts'

export interface OpenCatalogOptions {
  /** Path of the SQLite file; `:memory:` keeps nothing. */
  file: string
  /** Names what the index is derived from; an index of another source is made anew. */
  source: string
  /** Results on one page. */
  pageSize: number
  toLogoSrc: ToLogoSrc
  clock?: () => Date
}

export interface OpenCatalog {
  catalog: Catalog
  writer: CatalogWriter
  /** What the sync remembers; see sync-state.ts. */
  syncState: SyncState
  close(): void
}

/** Opens the index. A file that is damaged, or of another version or source, is deleted first. */
export function openCatalog(options: OpenCatalogOptions): OpenCatalog {
  const { pageSize, toLogoSrc, clock = () => new Date() } = options
  const database = openIndexDatabase(options.file, options.source)
  return {
    catalog: {
      search: (query) => searchRepositories(database, query, { pageSize, toLogoSrc }),
      suggest: (text, limit) => suggestNames(database, text, limit, toLogoSrc),
      findRepository: (alias, name) => findRepository(database, alias, name, toLogoSrc),
      findTag: () => null,
      findDigest: () => [],
      findImagePlatforms: (alias, name) => findImagePlatforms(database, alias, name),
      findLogo: (alias, name) => findLogo(database, alias, name),
      findPublisher: (alias) => findPublisher(database, alias),
      listPublisherRepositories: (registryId) =>
        listPublisherRepositories(database, registryId, pageSize, toLogoSrc),
      listPopular: (limit) => listPopular(database, limit, toLogoSrc),
      listRecentlyUpdated: (limit) => listRecentlyUpdated(database, limit, toLogoSrc),
      listVerifiedPublishers: (limit) => listVerifiedPublishers(database, limit),
      listPublishers: (page) => listPublishers(database, page, pageSize),
      listPaths: (range) => listPaths(database, range),
      facts: () => readFacts(database),
    },
    writer: toWriter(database, clock),
    syncState: openSyncState(database, clock),
    close: () => database.close(),
  }
}

function toWriter(database: IndexDatabase, clock: () => Date): CatalogWriter {
  return {
    listAliases: (registryId) => listAliases(database, registryId),
    listRepositoryNames: (registryId) =>
      database
        .all<{ name: string }>(
          `SELECT r.name FROM repository r JOIN registry g USING (registry_key) WHERE g.registry_id = ?
           ORDER BY r.name`,
          registryId,
        )
        .map(({ name }) => name),
    listRegistryIds: () =>
      database
        .all<{ registry_id: string }>('SELECT registry_id FROM registry ORDER BY registry_id')
        .map((row) => row.registry_id),
    putRegistry: (registry) => putRegistry(database, registry),
    removeRegistry: (registryId) => removeRegistry(database, registryId),
    putRepositories: (repositories) => putRepositories(database, repositories, clock()),
    removeRepositories: (repositories) => removeRepositories(database, repositories),
    listUnreadImages: (repositories) => listUnreadImages(database, repositories),
    putImagePlatforms: (image, platforms) => putImagePlatforms(database, image, platforms),
    putPullCounts: (pulls) => putPullCounts(database, pulls),
    noteSync: () => {
      putFact(database, 'syncedAt', clock().toISOString())
      database.run(`DELETE FROM fact WHERE name = 'syncError'`)
    },
    noteSyncError: (message) => putFact(database, 'syncError', message),
  }
}

function putFact(database: IndexDatabase, name: string, value: string): void {
  database.run('INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)', name, value)
}

function readFacts(database: IndexDatabase): CatalogFacts {
  const read = (sql: string) => database.get<{ value: string | number }>(sql)?.value
  const syncedAt = read(`SELECT value FROM fact WHERE name = 'syncedAt'`)
  const syncError = read(`SELECT value FROM fact WHERE name = 'syncError'`)
  return {
    repositoryCount: Number(read('SELECT count(*) AS value FROM repository')),
    // A registry without repositories has nothing to show yet.
    publisherCount: Number(read('SELECT count(DISTINCT registry_key) AS value FROM repository')),
    syncedAt: syncedAt === undefined ? null : String(syncedAt),
    syncError: syncError === undefined ? null : String(syncError),
  }
}
