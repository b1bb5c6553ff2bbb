/**
 * Reads the layers of older images of repositories that others are built on, beside the sync and one at a time: what an image was built
 * on is seldom what its base offers today.
 */
import type { Logger } from 'pino'
import type { CatalogWriter, ImageRef } from '#lib/catalog/store/catalog-writer.ts'
import { type CatalogChange, listChanges } from '#lib/catalog/sync/catalog-change.ts'
import { createFactsQueue } from '#lib/catalog/sync/facts-queue.ts'
import { toImageName } from '#lib/oci/image-place.ts'
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { readOrigin } from '#lib/oci-client/read-origin.ts'
import { isPassing } from '#lib/oci-client/try-image-facts.ts'
import { getSourceOf, getSyncState } from './catalog-instance.ts'
import { getRegistryClient } from './registry-instance.ts'

export interface BaseReader {
  /** Looks whether the image is built on others, or others on it, of which older images are to be read. */
  add(image: ImageRef): void
  /** Works until the signal; never throws. */
  run(signal: AbortSignal): Promise<void>
}

/** @param onChange told of the repositories whose pages show something else now */
export function createBaseReader(
  writer: CatalogWriter,
  { onChange, log }: { onChange: (change: CatalogChange) => void; log: Pick<Logger, 'debug'> },
): BaseReader {
  const queue = createFactsQueue<string[]>({
    read: async ({ repositoryUri: uri, registryId, digest }) => {
      // A source may have been taken away since.
      if (getSyncState().findSource(registryId) === null) return null
      const { client, name } = getRegistryClient(uri, getSourceOf(registryId).endpoint)
      try {
        return (await readOrigin(client, name, { reference: digest, platform: null }))?.chainIds ?? []
      } catch (error) {
        if (error instanceof DistributionError && !isPassing(error)) return []
        throw error
      }
    },
    onRead: (image, chainIds) => {
      const concerned = writer.putImageLayers(image, chainIds)
      for (const change of listChanges(writer, concerned)) onChange(change)
    },
    onError: (error, { repositoryUri }) =>
      log.debug({ reason: error.message, repositoryUri }, 'The layers of an image could not be read.'),
    toKey: ({ registryId, repositoryName, digest }) => `${registryId}/${repositoryName}@${digest}`,
    readsAtOnce: 1,
  })
  return {
    add: (image) => {
      for (const one of writer.listUnreadBases(image)) {
        const place = getSyncState().findImageHost(one.registryId)
        const [alias] = writer.listAliases(one.registryId)
        if (place === null || alias === undefined) continue
        const repositoryUri = toImageName(place, alias, one.repositoryName)
        queue.add({ ...one, repositoryUri })
      }
    },
    run: (signal) => queue.run(signal),
  }
}
