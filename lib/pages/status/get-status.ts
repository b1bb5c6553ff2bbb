/**
 * How the gallery stands, for `/status` and `/api/status`: every source with its age, its progress and its problem, and the index.
 * Holds no address and no account, since anybody may read it; the log has those.
 */
import { statSync } from 'node:fs'
import type { CatalogFacts } from '#lib/catalog/catalog.ts'
import type { FailingRepository, SourceCounts, SourceProblem } from '#lib/catalog/store/sync-state.ts'
import type { CatalogSource } from '#lib/config/catalog-sources.ts'
import { describeTls } from '#lib/net/serve-tls.ts'
import { getCatalog, getIndexFile, getSources, getSyncState } from '#lib/runtime/catalog-instance.ts'
import { getGalleryTls } from '#lib/runtime/gallery-tls.ts'
import { getRunningSync } from '#lib/runtime/start-catalog.ts'
import type { SourceActivity } from '#lib/runtime/start-sync.ts'
import { getRegistryHealth, type RegistryHealth, type RegistryTrouble } from './get-registry-health.ts'
import { listUpstreams, type UpstreamStatus } from './get-upstreams.ts'
import { isTlsTrouble, type ProgramTls, toProgramTls } from './to-program-tls.ts'

export interface SourceStatus {
  name: string
  kind: CatalogSource['endpoint']['kind']
  /**
   * `in-step`: as new as it can be. `reading`: the first full read is under way. `waiting`: not reached yet, and nothing is
   * known to be wrong. `failing`: it cannot be read; what was read before is shown.
   */
  condition: 'in-step' | 'reading' | 'waiting' | 'failing'
  /** ISO 8601: when it was last found up to date; null before the first time. */
  syncedAt: string | null
  problem: SourceProblem | null
  /** The one before, which is over. */
  pastProblem: SourceProblem | null
  counts: SourceCounts
  /** The first of those that cannot be read, the ones that fail longest first. */
  failingRepositories: FailingRepository[]
  /** Null while the sync has not been started. */
  activity: SourceActivity | null
}

export interface GalleryStatus {
  /** `failing`: nothing can be shown. `degraded`: something is wrong, and what was read before is shown. */
  condition: 'ok' | 'starting' | 'degraded' | 'failing'
  /** ISO 8601: when this was found. */
  at: string
  sources: SourceStatus[]
  /** What is wrong with the gallery's own registry; null when nothing is known to be. */
  registry: RegistryTrouble | null
  /** Registries whose images are pulled through the gallery's own. */
  upstreams: UpstreamStatus[]
  /** The programs that have TLS of their own. */
  tls: ProgramTls[]
  index: Pick<CatalogFacts, 'repositoryCount' | 'publisherCount' | 'indexing'> & { bytes: number }
}

const maxFailingShown = 20

/** Counting two hundred thousand repositories costs something, and this page is open to all. */
const keptMs = 2_000

const key = Symbol.for('public-gallery.status')

/** As of now, or of less than two seconds ago. */
export async function getStatus(): Promise<GalleryStatus> {
  const holder = globalThis as { [key]?: GalleryStatus }
  const kept = holder[key]
  if (kept !== undefined && Math.abs(Date.now() - Date.parse(kept.at)) < keptMs) return kept
  const [health, upstreams] = await Promise.all([getRegistryHealth(), listUpstreams()])
  const status = readStatus(health, upstreams)
  holder[key] = status
  return status
}

function readStatus(
  { trouble: registry, tls: ofRegistry }: RegistryHealth,
  upstreams: UpstreamStatus[],
): GalleryStatus {
  const known = new Set(
    getSyncState()
      .listSources()
      .map(({ source }) => source),
  )
  const sources = getSources()
    .filter(({ name }) => known.has(name))
    .map(readSource)
  const { repositoryCount, publisherCount, indexing } = getCatalog().facts()
  const ofGallery = getGalleryTls()
  const tls = toProgramTls({ gallery: ofGallery && describeTls(ofGallery), registry: ofRegistry }, Date.now())
  return {
    condition: toCondition(sources, registry !== null || tls.some(isTlsTrouble)),
    at: new Date().toISOString(),
    sources,
    registry,
    upstreams,
    tls,
    index: { repositoryCount, publisherCount, indexing, bytes: countBytes(getIndexFile()) },
  }
}

function readSource({ name, endpoint }: CatalogSource): SourceStatus {
  const state = getSyncState()
  const { syncedAt, problem, pastProblem, isCrawlDone } = state.getSource(name)
  const activity = getRunningSync()?.getActivity(name) ?? null
  const isBusy = activity !== null && activity.progress.phase !== 'waiting'
  return {
    name,
    kind: endpoint.kind,
    condition:
      problem !== null
        ? 'failing'
        : isCrawlDone && syncedAt !== null
          ? 'in-step'
          : isBusy
            ? 'reading'
            : 'waiting',
    syncedAt,
    problem,
    pastProblem,
    counts: state.countSource(name),
    failingRepositories: state.listFailing(name, maxFailingShown),
    activity,
  }
}

function toCondition(sources: readonly SourceStatus[], hasTrouble: boolean): GalleryStatus['condition'] {
  const isEmpty = sources.every(({ syncedAt }) => syncedAt === null)
  const isFailing = sources.some(({ condition }) => condition === 'failing')
  if (isEmpty) return isFailing ? 'failing' : 'starting'
  return isFailing || hasTrouble || sources.some(({ counts }) => counts.failing > 0) ? 'degraded' : 'ok'
}

/** With what has been written and not been merged yet. */
function countBytes(file: string): number {
  return ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(`${file}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
