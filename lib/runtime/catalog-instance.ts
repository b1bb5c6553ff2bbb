/**
 * The gallery's one search index and the reader of each source. They stand on `globalThis`, because Next keeps several
 * copies of a module in one process: pages, route handlers and `instrumentation.ts` each have their own.
 */
import { join } from 'node:path'
import { logoPath } from '#lib/addresses/routes.ts'
import { SEARCH_PAGE_SIZE } from '#lib/addresses/search-params.ts'
import type { Catalog } from '#lib/catalog/catalog.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import type { CatalogWriter } from '#lib/catalog/store/catalog-writer.ts'
import type { SyncState } from '#lib/catalog/store/sync-state.ts'
import { type CatalogSource, readCatalogSources } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { createSourceReader } from '#lib/sources/create-source-reader.ts'
import type { SourceReader } from '#lib/sources/source-reader.ts'
import { getLog } from './log.ts'
import { readAlternativeNames } from './read-alternative-names.ts'
import { setShownVersion } from './shown-version.ts'
import { getTrustBase, toTrustVersion } from './trust-instance.ts'

interface Instances {
  index?: OpenCatalog
  sources?: CatalogSource[]
  /** By the source's name. */
  readers?: Map<string, SourceReader>
}

const key = Symbol.for('public-gallery.instances')

function getInstances(): Instances {
  const holder = globalThis as { [key]?: Instances }
  holder[key] ??= {}
  return holder[key]
}

/** The search index. Opened at the first call, so that the build opens nothing. */
export function getCatalog(): Catalog {
  return getIndex().catalog
}

/** The side of the index that the sync writes to. */
export function getCatalogWriter(): CatalogWriter {
  return getIndex().writer
}

/** What the sync remembers of each source. */
export function getSyncState(): SyncState {
  return getIndex().syncState
}

function getIndex(): OpenCatalog {
  const instances = getInstances()
  if (instances.index === undefined) {
    const index = openConfiguredCatalog()
    instances.index = index
    setShownVersion(index.readVersion)
  }
  return instances.index
}

/** Brings the index's files up to date at the end of the process; does nothing where the index was never opened. */
export function closeCatalog(): void {
  try {
    getInstances().index?.close()
  } catch (error) {
    getLog().warn({ err: error }, 'The search index could not be saved. The next start takes longer.')
  }
}

/** Where the index is kept. */
export function getIndexFile(): string {
  return join(readConfig().dataDir, 'gallery', 'catalog.sqlite')
}

function openConfiguredCatalog(): OpenCatalog {
  return openCatalog({
    file: getIndexFile(),
    // Whose data it is stands with each source, so that a change of one does not cost the data of the others.
    // Whom the operator believes decides what is verified in it.
    source: `sources ${toTrustVersion(getTrustBase())}`,
    pageSize: SEARCH_PAGE_SIZE,
    toLogoSrc: logoPath,
    alternatives: readAlternativeNames(readConfig()),
    onError: (error) => getLog().warn({ err: error }, error.message),
  })
}

/**
 * The sources in their order, as they were configured when the process began.
 * @throws {ConfigError} when their file cannot be used
 */
export function getSources(): readonly CatalogSource[] {
  const instances = getInstances()
  instances.sources ??= readCatalogSources(readConfig())
  return instances.sources
}

/** The source that a registry comes from. */
export function getSourceOf(registryId: string): CatalogSource {
  const name = getSyncState().findSource(registryId)
  const source = getSources().find((one) => one.name === name)
  if (source === undefined) throw new Error(`No source lists the registry ${registryId} any more.`)
  return source
}

/** What a page reads with from the source that a registry comes from. */
export function getReaderOf(registryId: string): SourceReader {
  const instances = getInstances()
  const source = getSourceOf(registryId)
  instances.readers ??= new Map()
  const reader = instances.readers.get(source.name) ?? createSourceReader(readConfig(), source)
  instances.readers.set(source.name, reader)
  return reader
}

/** Forgets the reader of a source, so that the next call reads the credentials again. */
export function resetReader(source: string): void {
  getInstances().readers?.delete(source)
}
