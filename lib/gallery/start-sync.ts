/** Starts the sync as the configuration says: how patient it is depends on where the data comes from. */
import type { Logger } from 'pino'
import type { CatalogWriter } from '#lib/catalog/catalog-writer.ts'
import { createPlatformQueue, type ReadPlatforms } from '#lib/catalog/sync/platform-queue.ts'
import { runSync } from '#lib/catalog/sync/run-sync.ts'
import type { CatalogChange } from '#lib/catalog/sync/sync-context.ts'
import type { Config } from '#lib/config/config.ts'
import type { EcrPublic } from '#lib/ecr-public/call-api.ts'
import { EcrPublicError } from '#lib/ecr-public/ecr-public-error.ts'
import { findRegistryExtension } from '#lib/ecr-public/registry-extension.ts'

/** The embedded registry is started beside the gallery and may take this long; until then, waiting is no error. */
const embeddedStartMs = 20_000

export interface StartSyncOptions {
  writer: CatalogWriter
  getApi(): EcrPublic
  /** Called when the credentials were refused, before the next attempt. */
  resetApi(): void
  onChange(change: CatalogChange): void
  onFullRead(): void
  /** Reads what an image runs on from the registry that has it. */
  readPlatforms: ReadPlatforms
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  signal: AbortSignal
}

/** Runs the sync until the signal; never throws. */
export async function startSync(config: Config, options: StartSyncOptions): Promise<void> {
  const { writer, getApi, resetApi, onChange, onFullRead, log, signal } = options
  const platforms = createPlatformQueue({
    read: options.readPlatforms,
    onRead: (image, found) => {
      if (!writer.putImagePlatforms(image, found)) return
      const { registryId } = image
      onChange({ registryId, aliases: writer.listAliases(registryId), repositories: [image] })
    },
    onError: (error, { repositoryUri }) => {
      log.debug({ reason: error.message, repositoryUri }, 'An image could not be read; trying again.')
    },
  })
  void platforms.run(signal)
  const isEmbedded = config.source.kind === 'embedded'
  let lastMessage = ''
  await runSync(
    { writer, getApi, platforms, onChange, findExtension: () => findRegistryExtension(config) },
    {
      intervalMs: config.syncIntervalMs,
      maxPauseMs: isEmbedded ? 2_000 : 60_000,
      quietMs: isEmbedded ? embeddedStartMs : 0,
      signal,
      onFullRead: () => {
        lastMessage = ''
        onFullRead()
      },
      onError: (error, isQuiet) => {
        if (error instanceof EcrPublicError && error.kind === 'credentials') resetApi()
        // One line for each reason, not for each attempt.
        const level = isQuiet || error.message === lastMessage ? 'debug' : 'warn'
        log[level]({ reason: error.message }, 'The endpoint could not be read; trying again.')
        if (!isQuiet) lastMessage = error.message
      },
    },
  )
}
