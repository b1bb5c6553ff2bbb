/**
 * Brings the search index to life in the gallery's process: the sync keeps it in step with the API, and
 * pages that show what changed are made anew.
 */
import { readConfig } from '#lib/config/config.ts'
import { toReachableUrl } from '#lib/config/listening-address.ts'
import { readManifestPlatforms } from '#lib/distribution/read-manifest-platforms.ts'
import {
  getCatalog,
  getCatalogWriter,
  getEcrPublic,
  getTagSnapshots,
  resetEcrPublic,
} from './catalog-instance.ts'
import { getLog } from './log.ts'
import { getRegistryClient } from './registry-instance.ts'
import { toStalePaths } from './revalidation.ts'
import { createRevalidationQueue } from './revalidation-queue.ts'
import { startSync } from './start-sync.ts'

const key = Symbol.for('public-gallery.catalog-started')

/** Starts the sync, once in a process. It runs until the process ends; the index can always be made anew. */
export function startCatalog(): void {
  const holder = globalThis as { [key]?: boolean }
  if (holder[key] === true) return
  holder[key] = true

  const config = readConfig()
  const log = getLog()
  const writer = getCatalogWriter()
  const queue = createRevalidationQueue({
    url: `${toReachableUrl(config.host, config.galleryPort)}/api/internal/revalidate`,
    onError: (error) => log.warn({ err: error }, error.message),
  })
  void startSync(config, {
    writer,
    getApi: getEcrPublic,
    resetApi: resetEcrPublic,
    onChange: (change) => {
      // First, so that a page that is made anew does not show the old tags.
      getTagSnapshots().drop(change.repositories)
      queue.add(toStalePaths(change))
    },
    onFullRead: () => {
      const { repositoryCount, publisherCount } = getCatalog().facts()
      log.info({ repositoryCount, publisherCount }, 'The search index is in step with the API.')
    },
    readPlatforms: (repositoryUri, reference) => {
      const { client, name } = getRegistryClient(repositoryUri)
      return readManifestPlatforms(client, name, reference)
    },
    log,
    signal: new AbortController().signal,
  })
}
