/**
 * Brings the search index to life in the gallery's process: the sync keeps it up to date with the API, and
 * pages that show what changed are made again.
 */
import type { ImageRef } from '#lib/catalog/store/catalog-writer.ts'
import type { CatalogChange } from '#lib/catalog/sync/catalog-change.ts'
import { readConfig } from '#lib/config/config.ts'
import { toReachableUrl } from '#lib/config/listening-address.ts'
import type { Attachment } from '#lib/oci/attachment.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { SignatureFact } from '#lib/oci/image-facts.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { tryImageFacts } from '#lib/oci-client/try-image-facts.ts'
import type { RepositoryKey } from '#lib/sources/ecr-public/to-repository.ts'
import { SourceError } from '#lib/sources/source-error.ts'
import { listShownPackages } from '#lib/statements/list-shown-packages.ts'
import {
  closeCatalog,
  getCatalog,
  getCatalogWriter,
  getSources,
  getSyncState,
  resetReader,
} from './catalog-instance.ts'
import { closeFindings, getFindings } from './findings-instance.ts'
import { getLog } from './log.ts'
import { getPagesUnderWay } from './pages-under-way.ts'
import { createBaseReader } from './read-base-images.ts'
import { readRelations } from './read-relations.ts'
import { getRegistryClient } from './registry-instance.ts'
import { toStaleTags } from './revalidation.ts'
import { createRevalidationQueue } from './revalidation-queue.ts'
import { type RunningSync, startSync } from './start-sync.ts'

/** Says what the signatures of an image that is offered first are worth; null where nothing is signed. */
export type JudgeShown = (request: {
  client: RegistryClient
  name: string
  image: ImageRef
  attached: readonly Attachment[]
  subjects: readonly Digest[]
}) => Promise<SignatureFact | null>

const key = Symbol.for('public-gallery.catalog-started')

/** Within the time that one image may take. */
const packagesWaitMs = 10_000

/** The sync of this process; null before it has been started. */
export function getRunningSync(): RunningSync | null {
  return (globalThis as { [key]?: RunningSync })[key] ?? null
}

/**
 * Starts the sync, once in a process. It runs until the process ends; the index can always be rebuilt.
 * @param forget drops what pages keep of repositories that have changed
 * @param judge says what the signatures of an image are worth
 * @throws {ConfigError} when the file of sources, or of alternative names, cannot be used
 */
export function startCatalog({
  forget,
  judge,
}: {
  forget: (repositories: readonly RepositoryKey[]) => void
  judge: JudgeShown
}): void {
  const holder = globalThis as { [key]?: RunningSync }
  if (holder[key] !== undefined) return

  // Saving does not wait for anything, so that it is done before the process ends.
  process.once('exit', closeCatalog)
  process.once('exit', closeFindings)
  const config = readConfig()
  const log = getLog()
  const queue = createRevalidationQueue({
    url: `${toReachableUrl(config.host, config.galleryPort)}/api/internal/revalidate`,
    isUnderWay: (tag) => getPagesUnderWay().has(tag),
    onError: (error) => log.warn({ err: error }, error.message),
  })
  const { signal } = new AbortController()
  const onChange = (change: CatalogChange) => {
    // First, so that a page that is made again does not show what was kept.
    forget(change.repositories)
    queue.add(toStaleTags(change))
  }
  const bases = createBaseReader(getCatalogWriter(), { onChange, log })
  void bases.run(signal)
  holder[key] = startSync(config, {
    sources: getSources(),
    writer: getCatalogWriter(),
    state: getSyncState(),
    onChange,
    onFullRead: (source) => {
      const { repositoryCount, publisherCount } = getCatalog().facts()
      log.info({ source, repositoryCount, publisherCount }, 'The search index is up to date with the source.')
    },
    onImageRead: (image) => bases.add(image),
    onError: ({ name }, error) => {
      const isRefused = error instanceof SourceError && ['credentials', 'expired'].includes(error.kind)
      if (isRefused) resetReader(name)
    },
    readFacts: async ({ endpoint }, image) => {
      const { repositoryUri, digest: reference } = image
      const { client, name } = getRegistryClient(repositoryUri, endpoint)
      const facts = await tryImageFacts(client, name, reference, {
        judge: (attached, subjects) => judge({ client, name, image, attached, subjects }),
      })
      if (facts === null) return null
      const relations = await readRelations(client, name, reference)
      // Most images have nothing attached, and cost no further call.
      if (facts.attached.boms + facts.attached.attestations === 0) {
        return { ...facts, relations, packages: [] }
      }
      const wanted = { name, uri: repositoryUri, reference, waitMs: packagesWaitMs }
      return { ...facts, relations, packages: await listShownPackages(getFindings(), client, wanted) }
    },
    log,
    signal,
  })
}
