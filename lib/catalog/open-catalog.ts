/** Opens the search index behind the interfaces that pages and sync know: SQLite as the store, and the engine that searches it. */
import type { Catalog, CatalogFacts } from './catalog.ts'
import { updatePullCount } from './engine/engine.ts'
import { hasAny, listIndex } from './search/list-index.ts'
import { rankRepositories, type SearchContext, searchRepositories } from './search/search-repositories.ts'
import { suggestNames } from './search/suggest-names.ts'
import type { CatalogWriter } from './store/catalog-writer.ts'
import { listCompanions } from './store/companions.ts'
import { findDigest, findTag } from './store/find-images.ts'
import { type IndexDatabase, openIndexDatabase, readStoreId } from './store/index-database.ts'
import { type KeptEngine, keepEngine } from './store/keep-engine.ts'
import { findPublisher, listPublishers, listVerifiedPublishers } from './store/list-publishers.ts'
import {
  findImagePlatforms,
  findLogo,
  findRepository,
  listPathParts,
  listPaths,
  listPopular,
  listPublisherRepositories,
  listRecentlyUpdated,
} from './store/list-repositories.ts'
import { openSyncState } from './store/open-sync-state.ts'
import { putPackages } from './store/packages.ts'
import { readSummaries } from './store/read-summaries.ts'
import {
  findBaseImages,
  findImageName,
  findRelations,
  listBuiltOnLayers,
  listConcerned,
  listRelated,
  listUnreadBases,
} from './store/relations.ts'
import type { SyncState } from './store/sync-state.ts'
import type { ToLogoSrc } from './store/to-repository-summary.ts'
import { listUnreadImages, putImageFacts } from './store/write-image-facts.ts'
import { putPullCounts } from './store/write-pull-counts.ts'
import { listAliases, putRegistry, removeRegistry } from './store/write-registry.ts'
import { putImageLayers } from './store/write-relations.ts'
import { putRepositories, removeRepositories, type WrittenRepository } from './store/write-repositories.ts'
import { type AlternativeNames, createAlternativeNames } from './text/alternative-names.ts'

export interface OpenCatalogOptions {
  /** Path of the SQLite file; `:memory:` keeps nothing. */
  file: string
  /** Names what the index is derived from; an index of another source is rebuilt. */
  source: string
  /** Results on one page. */
  pageSize: number
  toLogoSrc: ToLogoSrc
  /** Names that mean the same; those that come with the project where left out. */
  alternatives?: AlternativeNames
  clock?: () => Date
  /** Told of what goes wrong in the background; the index goes on. */
  onError?: (error: Error) => void
}

export interface OpenCatalog {
  catalog: Catalog
  writer: CatalogWriter
  /** What the sync remembers; see sync-state.ts. */
  syncState: SyncState
  /**
   * Differs from all earlier ones as soon as any page may show something else; constant work. Null while the search is still
   * reading what it answers with.
   */
  readVersion(): string | null
  /** Resolves when what was written is merged into the index, and the index is in its file. */
  settle(): Promise<void>
  close(): void
}

/** Opens the index. A file that is damaged, or of another version or source, is deleted first. */
export function openCatalog(options: OpenCatalogOptions): OpenCatalog {
  const { pageSize, toLogoSrc, clock = () => new Date() } = options
  const { onError = () => undefined } = options
  let onReplaced = () => {
    isReplaced = true
  }
  let isReplaced = false
  const database = openIndexDatabase(options.file, options.source, (damage) => {
    onReplaced()
    onError(
      new Error(`The search index in ${options.file} was damaged. It is being rebuilt.`, { cause: damage }),
    )
  })
  const kept = keepEngine(database, options.file === ':memory:' ? null : `${options.file}.search`, onError)
  onReplaced = kept.forget
  // Part of what was just read may be of the damaged index.
  if (isReplaced) kept.forget()
  const alternatives = options.alternatives ?? createAlternativeNames()
  const context: SearchContext = {
    database,
    engine: kept.engine,
    alternatives,
    pageSize,
    toLogoSrc,
    clock,
  }
  return {
    catalog: {
      search: (query, options) => searchRepositories(context, query, options),
      rank: (query, range) => rankRepositories(context, query, range),
      readRepositories: (ids) => {
        const summaries = readSummaries(database, ids, toLogoSrc)
        return ids.flatMap((id) => summaries.get(id) ?? [])
      },
      suggest: (text, limit) => suggestNames(context, text, limit),
      findRepository: (alias, name) => findRepository(database, alias, name, toLogoSrc),
      findTag: (alias, name, tag) => findTag(database, alias, name, tag),
      findDigest: (digestPrefix, limit) => findDigest(database, digestPrefix, limit),
      findImagePlatforms: (alias, name) => findImagePlatforms(database, alias, name),
      findImageName: (imageName) => findImageName(database, imageName),
      findRelations: (alias, name) => findRelations(database, alias, name),
      findBaseImages: (chainIds, options) => findBaseImages(database, chainIds, options),
      listRelated: (wanted, options) => listRelated(database, wanted, { ...options, toLogoSrc }),
      listCompanions: (alias, name) => listCompanions(database, alias, name, toLogoSrc),
      findLogo: (alias, name) => findLogo(database, alias, name),
      findPublisher: (alias) => findPublisher(database, alias),
      listPublisherRepositories: (registryId) =>
        listPublisherRepositories(database, registryId, pageSize, toLogoSrc),
      listPopular: (limit) => listPopular(database, limit, toLogoSrc),
      listRecentlyUpdated: (limit) => listRecentlyUpdated(database, limit, toLogoSrc),
      listIndex: () => listIndex(kept.engine.profiles),
      listVerifiedPublishers: (limit) => listVerifiedPublishers(database, limit),
      listPublishers: (page) => listPublishers(database, page, pageSize),
      hasAny: (values) => hasAny(kept.engine.profiles, values),
      listPathParts: () => listPathParts(database),
      listPaths: (part) => listPaths(database, part),
      facts: () => ({ ...readFacts(database), indexing: kept.progress() }),
    },
    writer: toWriter(database, kept, clock),
    syncState: openSyncState(database, clock),
    readVersion: () => (kept.progress() === null ? readVersion(database) : null),
    settle: kept.settle,
    close: () => {
      kept.close()
      database.close()
    },
  }
}

function toWriter(database: IndexDatabase, kept: KeptEngine, clock: () => Date): CatalogWriter {
  const refresh = (written: readonly WrittenRepository[]) => {
    for (const { repositoryId } of written) kept.refresh(repositoryId)
    return written.map(({ ref }) => ref)
  }
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
    putRegistry: (registry) => {
      const changed = putRegistry(database, registry)
      for (const registryKey of changed) kept.refreshRegistry(registryKey)
      return changed.length > 0
    },
    removeRegistry: (registryId) => {
      const removed = removeRegistry(database, registryId)
      for (const repositoryId of removed?.repositoryIds ?? []) kept.refresh(repositoryId)
      if (removed !== null) kept.removeRegistry(removed.registryKey)
    },
    putRepositories: (repositories) => refresh(putRepositories(database, repositories, clock())),
    removeRepositories: (repositories) => refresh(removeRepositories(database, repositories)),
    listUnreadImages: (repositories) => listUnreadImages(database, repositories),
    putImageFacts: (image, facts) => {
      const written = putImageFacts(database, image, facts)
      if (written?.isChanged) kept.refresh(written.repositoryId)
      if (written !== null && facts.packages) putPackages(database, image, facts.packages)
      return written?.isShown ?? false
    },
    putImageLayers: (image, chainIds) =>
      putImageLayers(database, image, chainIds) ? listBuiltOnLayers(database, image, chainIds) : [],
    listConcerned: (image) => listConcerned(database, image),
    listUnreadBases: (image) => listUnreadBases(database, image),
    putPullCounts: (pulls, told = { source: '', isWhole: true }) => {
      for (const { repositoryId, pullCount } of putPullCounts(database, pulls, told)) {
        updatePullCount(kept.engine, repositoryId, pullCount)
      }
    },
    noteSync: () => {
      putFact(database, 'syncedAt', clock().toISOString())
      database.run(`DELETE FROM fact WHERE name = 'syncError'`)
      kept.compact()
    },
    noteSyncError: (message) => putFact(database, 'syncError', message),
  }
}

function putFact(database: IndexDatabase, name: string, value: string): void {
  database.run('INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)', name, value)
}

function readVersion(database: IndexDatabase): string {
  const version = database.get<{ version: number }>('SELECT version FROM total')?.version ?? 0
  // An empty index says whether it has been read at all.
  const isRead = database.get(`SELECT 1 FROM fact WHERE name = 'syncedAt'`) !== undefined
  return `${readStoreId(database)} ${version} ${isRead}`
}

function readFacts(database: IndexDatabase): Omit<CatalogFacts, 'indexing'> {
  const read = (sql: string) => database.get<{ value: string }>(sql)?.value
  const syncedAt = read(`SELECT value FROM fact WHERE name = 'syncedAt'`)
  const syncError = read(`SELECT value FROM fact WHERE name = 'syncError'`)
  const total = database.get<{ repositoryCount: number; publisherCount: number }>(
    'SELECT repository_count AS repositoryCount, publisher_count AS publisherCount FROM total',
  )
  return {
    repositoryCount: total?.repositoryCount ?? 0,
    // A registry without repositories has nothing to show yet.
    publisherCount: total?.publisherCount ?? 0,
    syncedAt: syncedAt ?? null,
    syncError: syncError ?? null,
  }
}
