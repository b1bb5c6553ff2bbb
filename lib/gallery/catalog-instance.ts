/**
 * The gallery's one search index, one API client and what it keeps of tags. They stand on `globalThis`, because Next keeps several
 * copies of a module in one process: pages, route handlers and `instrumentation.ts` each have their own.
 */
import { join } from 'node:path'
import type { Catalog } from '#lib/catalog/catalog.ts'
import type { CatalogWriter } from '#lib/catalog/catalog-writer.ts'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import { readConfig } from '#lib/config/config.ts'
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { createEcrPublic, toEndpointUrl } from '#lib/ecr-public/client.ts'
import { logoPath } from './routes.ts'
import { SEARCH_PAGE_SIZE } from './search-params.ts'
import { createTagSnapshots, type TagSnapshots } from './tag-snapshots.ts'

interface Instances {
  index?: OpenCatalog
  ecrPublic?: EcrPublic
  tagSnapshots?: TagSnapshots
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

function getIndex(): OpenCatalog {
  const instances = getInstances()
  instances.index ??= openConfiguredCatalog()
  return instances.index
}

function openConfiguredCatalog(): OpenCatalog {
  const config = readConfig()
  return openCatalog({
    file: join(config.dataDir, 'gallery', 'catalog.sqlite'),
    source: toEndpointUrl(config) ?? 'aws',
    pageSize: SEARCH_PAGE_SIZE,
    toLogoSrc: logoPath,
  })
}

/** The API, as the configuration says. */
export function getEcrPublic(): EcrPublic {
  const instances = getInstances()
  instances.ecrPublic ??= createEcrPublic(readConfig())
  return instances.ecrPublic
}

/** Forgets the API client, so that the next call reads the credentials again. */
export function resetEcrPublic(): void {
  delete getInstances().ecrPublic
}

/** The tags of repositories that are being looked at. */
export function getTagSnapshots(): TagSnapshots {
  const instances = getInstances()
  instances.tagSnapshots ??= createTagSnapshots()
  return instances.tagSnapshots
}
