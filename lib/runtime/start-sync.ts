/** Starts the sync of every source as the configuration says: how patient it is depends on where the data comes from. */
import type { Logger } from 'pino'
import type { CatalogWriter, ImageRef, ShownFacts } from '#lib/catalog/store/catalog-writer.ts'
import type { SyncState } from '#lib/catalog/store/sync-state.ts'
import { type CatalogChange, listChanges } from '#lib/catalog/sync/catalog-change.ts'
import { createFactsQueue, type QueuedImage } from '#lib/catalog/sync/facts-queue.ts'
import { removeRegistry } from '#lib/catalog/sync/read-registries.ts'
import { runSource } from '#lib/catalog/sync/run-source.ts'
import { createSourceProgress, type ProgressFigures } from '#lib/catalog/sync/source-progress.ts'
import { type CatalogSource, toEndpointUrl } from '#lib/config/catalog-sources.ts'
import type { Config } from '#lib/config/config.ts'
import { createSourceReader } from '#lib/sources/create-source-reader.ts'
import { createRequestPacer, type PacerFigures } from '#lib/sources/ecr-public/request-pacer.ts'
import { systemClock } from '#lib/sources/ecr-public/wait-clock.ts'
import type { SkippedName } from '#lib/sources/skip-name.ts'
import type { SourceReader } from '#lib/sources/source-reader.ts'

/** The embedded registry is started beside the gallery and may take this long; until then, waiting is no error. */
const embeddedStartMs = 20_000

/** An image whose signatures are still being verified is read again after this time, then after twice as long, and so on. */
const proofPauseMs = 5_000
const maxProofTries = 8

/** What a source does at the moment. */
export interface SourceActivity {
  progress: ProgressFigures
  requests: PacerFigures
  /** What the last listing has left out. */
  skipped: { count: number; examples: SkippedName[] }
}

export interface StartSyncOptions {
  sources: readonly CatalogSource[]
  writer: CatalogWriter
  state: SyncState
  onChange(change: CatalogChange): void
  onFullRead(source: string): void
  /** Told of each image whose facts have been written. */
  onImageRead?(image: ImageRef): void
  /** Reads an image's facts from the registry that has it; see `ReadFacts`. */
  readFacts(source: CatalogSource, image: QueuedImage): Promise<ShownFacts | null>
  /** Told of every failure. */
  onError?(source: CatalogSource, error: Error): void
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  signal: AbortSignal
}

export interface RunningSync {
  /** What a source does at the moment; null for one that is not configured. */
  getActivity(source: string): SourceActivity | null
  /** Settles after the signal; never rejects. */
  ended: Promise<void>
}

/** Begins to keep every source up to date, each at its own pace, until the signal. */
export function startSync(config: Config, options: StartSyncOptions): RunningSync {
  const { sources, state } = options
  dropOtherSources(config, options)
  const earlierSources = new Set<string>()
  const running = new Map<string, { activity: () => SourceActivity; ended: Promise<void> }>()
  for (const source of sources) {
    state.addSource(source.name, toIdentity(source, config))
    running.set(source.name, startSource(config, source, new Set(earlierSources), options))
    earlierSources.add(source.name)
  }
  return {
    getActivity: (source) => running.get(source)?.activity() ?? null,
    ended: Promise.all([...running.values()].map(({ ended }) => ended)).then(() => undefined),
  }
}

function startSource(
  config: Config,
  source: CatalogSource,
  earlierSources: ReadonlySet<string>,
  { writer, state, onChange, onFullRead, onError, onImageRead, readFacts, log, signal }: StartSyncOptions,
) {
  const { name } = source
  const isEmbedded = source.endpoint.kind === 'embedded'
  const facts = createFactsQueue({
    read: (image) => readFacts(source, image),
    onRead: (image, found) => {
      const isShown = writer.putImageFacts(image, found)
      onImageRead?.(image)
      if (found.signature?.state === 'under-way') readLater(image)
      if (!isShown) return
      for (const change of listChanges(writer, [image, ...writer.listConcerned(image)])) onChange(change)
    },
    onError: (error, { repositoryUri }) => {
      log.debug(
        { source: name, reason: error.message, repositoryUri },
        'An image could not be read; trying again.',
      )
    },
  })
  /** What a signature is worth is found out beside the queue; a signature that nobody can verify now is left at that. */
  const readLater = (image: QueuedImage) => {
    const tries = image.tries ?? 0
    if (tries >= maxProofTries) return
    setTimeout(() => facts.add({ ...image, tries: tries + 1 }), proofPauseMs * 2 ** tries).unref()
  }
  const pacer = createRequestPacer({ ceilingPerSecond: toCeiling(config, source), signal })
  let reader: SourceReader | null = null
  const progress = createSourceProgress(systemClock, (figures) => {
    const { perSecond, throttled } = pacer.figures()
    const { phase, done, total, secondsLeft } = figures
    log.info(
      { source: name, phase, done, total, secondsLeft, requestsPerSecond: Math.round(perSecond), throttled },
      'Reading the source.',
    )
  })
  let lastMessage = ''
  const ended = runSource(
    {
      source: name,
      earlierSources,
      writer,
      state,
      facts,
      progress,
      clock: systemClock,
      signal,
      onChange,
    },
    {
      createReader: () => {
        reader = createSourceReader(config, source, pacer)
        return reader
      },
      intervalMs: config.syncIntervalMs,
      requestsPerHour: config.syncRequestsPerHour,
      maxPauseMs: isEmbedded ? 2_000 : 60_000,
      quietMs: isEmbedded ? embeddedStartMs : 0,
      onFullRead: () => {
        lastMessage = ''
        onFullRead(name)
      },
      onError: (error, isQuiet) => {
        onError?.(source, error)
        // One line for each reason, not for each attempt.
        const level = isQuiet || error.message === lastMessage ? 'debug' : 'warn'
        log[level]({ source: name, reason: error.message }, 'The source could not be read; trying again.')
        if (!isQuiet) lastMessage = error.message
      },
    },
  )
  return {
    activity: () => ({
      progress: progress.figures(),
      requests: pacer.figures(),
      skipped: reader?.listSkipped() ?? { count: 0, examples: [] },
    }),
    ended: Promise.all([ended, facts.run(signal)]).then(() => undefined),
  }
}

/** An API that has promised nothing is asked at its own pace. */
function toCeiling({ syncRequestsPerSecond }: Config, { endpoint }: CatalogSource): number | null {
  if (endpoint.kind !== 'ecr-public-gallery') return syncRequestsPerSecond
  return Math.min(endpoint.requestsPerSecond, syncRequestsPerSecond ?? endpoint.requestsPerSecond)
}

/** What is known of a source that is no longer configured, or that is another one under the same name, goes. */
function dropOtherSources(config: Config, { sources, writer, state, onChange }: StartSyncOptions): void {
  const wanted = new Map(sources.map((source) => [source.name, toIdentity(source, config)]))
  for (const { source, identity } of state.listSources()) {
    if (wanted.get(source) === identity) continue
    for (const registryId of state.listRegistryIds(source)) {
      removeRegistry({ writer, state, onChange }, registryId)
    }
    state.removeSource(source)
  }
}

/** Whose data it is: another endpoint or account has other registries. */
function toIdentity({ endpoint, profile, role }: CatalogSource, config: Config): string {
  const own = endpoint.kind === 'oci' || endpoint.kind === 'ecr-public-gallery' ? [endpoint.kind] : []
  return JSON.stringify([toEndpointUrl(endpoint, config), profile, role?.arn ?? null, ...own])
}
