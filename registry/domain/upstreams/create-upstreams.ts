/** The configured upstreams, each with its account, its client and what is on its way from it. */
import type { Logger } from 'pino'
import type { Config } from '#lib/config/config.ts'
import { isAllowedRepository, readUpstreams, type Upstream } from '#lib/config/upstreams.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { isBlobStored } from '#registry/domain/images/lost-blobs.ts'
import type { DiskSpace } from '#registry/store/disk-space.ts'
import type { Store } from '#registry/store/open-store.ts'
import { createBlobFills, type Fill } from './blob-fills.ts'
import { createUpstreamManifests, type UpstreamManifests } from './bring-manifest.ts'
import { createRoom, protectedMs } from './keep-within-bound.ts'
import { createKnownFailures } from './known-failures.ts'
import { createUpstreamLists, type UpstreamLists } from './list-from-upstream.ts'
import { toLength } from './receive-blob.ts'
import { createRecentPulls } from './recent-pulls.ts'
import { createStandings, type Standings } from './repository-standing.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import type { UpstreamFigures } from './upstream-figures.ts'
import { requireUpstreamAccount } from './upstream-repository.ts'
import { createVainRequests, type VainRequests } from './vain-requests.ts'

/** A layer that is pulled often is noted as pulled once in this time. */
const touchMs = 60_000
/** Anybody may ask for the sum, and it is one over all layers. */
const keptSumMs = 5_000
/** What was received of a layer, and nobody asked for again, goes after that. */
const keptFillMs = 24 * 60 * 60_000

export interface OpenUpstream extends UpstreamManifests, UpstreamLists {
  upstream: Upstream
  accountId: string
  client: Omit<UpstreamClient, 'open'>
  standings: Pick<Standings, 'read'>
  vain: VainRequests
  figures: UpstreamFigures
  /** @throws {UpstreamError} for a repository that is not pulled from there */
  requireAllowed(name: string): void
  /**
   * Null when the blob is stored, and noted as pulled; the fill otherwise.
   * @throws {UpstreamError} when the upstream does not give it
   */
  bringBlob(name: string, digest: Digest): Promise<Fill | null>
  /** Says that a pull of this blob goes on, so that nothing of its image has to go meanwhile. */
  notePull(name: string, digest: Digest): Promise<void>
  /**
   * The size of a blob that is not stored, for which the upstream is asked without fetching it; null when it is stored.
   * @throws {UpstreamError} when the upstream does not have it, or does not say its size
   */
  measureBlob(name: string, digest: Digest, onAsked?: () => void): Promise<number | null>
  /** What is kept of its layers, as of a few seconds ago. */
  sumKeptBytes(): Promise<number>
  /** Of fills that have not ended. */
  countFills(): number
}

export interface Upstreams {
  /** By the first part of a path; null when it is no upstream's. */
  find(namespace: string): OpenUpstream | null
  /** By the host that containerd names in `ns`. */
  findHost(host: string): OpenUpstream | null
  list(): OpenUpstream[]
  /** Lets go what is more than may be kept by now; to be called now and then. */
  tidy(): Promise<void>
}

export interface UpstreamService {
  config: Pick<Config, 'upstreamsFile'>
  store: Store
  images: ImageWork
  space: DiskSpace
  clock: () => Date
  log: Logger
}

/** @throws {ConfigError} when the file that names them cannot be used */
export async function createUpstreams(service: UpstreamService): Promise<Upstreams> {
  const byNamespace = new Map<string, { open: OpenUpstream; tidy: () => Promise<void> }>()
  for (const upstream of readUpstreams(service.config)) {
    byNamespace.set(upstream.namespace, await openUpstream(service, upstream))
  }
  const byHost = new Map([...byNamespace.values()].map(({ open }) => [open.upstream.host, open]))
  return {
    find: (namespace) => byNamespace.get(namespace)?.open ?? null,
    // Of the Docker Hub clients know both names.
    findHost: (name) => {
      const host = name.toLowerCase()
      return (
        byHost.get(host === 'registry-1.docker.io' || host === 'index.docker.io' ? 'docker.io' : host) ?? null
      )
    },
    list: () => [...byNamespace.values()].map(({ open }) => open),
    async tidy() {
      await service.store.content.fills.tidy(new Date(service.clock().getTime() - keptFillMs))
      for (const { tidy } of byNamespace.values()) await tidy()
    },
  }
}

async function openUpstream(service: UpstreamService, upstream: Upstream) {
  const { store, clock, log } = service
  const accountId = await requireUpstreamAccount(service, upstream)
  const now = () => clock().getTime()
  const client = createUpstreamClient(upstream, now)
  const figures: UpstreamFigures = { hits: 0, misses: 0, stales: 0 }
  const failures = createKnownFailures(now)
  const recent = createRecentPulls(now, protectedMs)
  const room = createRoom({ host: upstream.host, accountId, maxBytes: upstream.maxBytes, recent, service })
  const fills = createBlobFills({ upstream, client, accountId, service, reserve: room.reserve })

  const lists = createUpstreamLists(upstream, client)
  const standings = createStandings({ upstream, lists, accountId, service })

  let sum = { bytes: Promise.resolve(0), atMs: Number.NEGATIVE_INFINITY }

  const isStored = async (name: string, digest: Digest): Promise<boolean> => {
    const repository = await store.repositories.get(accountId, name)
    if (repository === null) return false
    const { repositoryId } = repository
    const sizeBytes = await store.blobs.getSize(repositoryId, digest)
    if (sizeBytes === null) return takeOver(service, { accountId, repositoryId, digest })
    if (!(await isBlobStored(service, digest, sizeBytes))) return false
    await touch(service, repositoryId, digest)
    return true
  }

  /** Its fill; for another repository, too, of which an image names it. */
  const findFill = async (name: string, digest: Digest): Promise<Fill | null> => {
    const isOthers = !fills.has(name, digest) && fills.hasAny(digest)
    if (isOthers && !(await isNamed(service, accountId, name, digest))) return null
    return (await fills.find(name, digest)?.catch(() => null)) ?? null
  }

  const remembering = async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    failures.check(key)
    try {
      return await work()
    } catch (error) {
      failures.note(key, error)
      throw error
    }
  }

  const open: OpenUpstream = {
    upstream,
    accountId,
    client,
    figures,
    standings,
    vain: createVainRequests(upstream.host, clock),
    ...createUpstreamManifests({ upstream, client, accountId, figures, recent, standings, service }),
    ...lists,
    requireAllowed(name) {
      if (isAllowedRepository(upstream, name)) return
      throw new UpstreamError('absent', `'${name}' of ${upstream.host} is not pulled through this registry.`)
    },
    async notePull(name, digest) {
      const repository = await store.repositories.get(accountId, name)
      if (repository === null) return
      const { repositoryId } = repository
      const pulled = recent.list(repositoryId)
      const named = { digest, kind: 'blob' } as const
      for (const image of await store.references.pickNaming(repositoryId, named, pulled)) {
        recent.note(repositoryId, image)
      }
    },
    async bringBlob(name, digest) {
      if (await isStored(name, digest)) {
        await open.notePull(name, digest)
        figures.hits += 1
        return null
      }
      figures.misses += 1
      const coming = await findFill(name, digest)
      if (coming !== null) return coming
      return remembering(`${name}@${digest}`, () => fills.open(name, digest))
    },
    async measureBlob(name, digest, onAsked) {
      if (await isStored(name, digest)) return null
      const coming = await findFill(name, digest)
      if (coming !== null) return coming.sizeBytes
      const key = `${name}@${digest}`
      failures.check(key)
      onAsked?.()
      // A refusal may be of this method alone: where layers stand elsewhere, an address that was signed for GET takes no other one.
      const answer = await remembering(`HEAD ${key}`, () =>
        client.open('HEAD', name, `blobs/${digest}`),
      ).catch((error: unknown) => {
        if (error instanceof UpstreamError && error.problem === 'absent') failures.note(key, error)
        throw error
      })
      answer.resume()
      const sizeBytes = toLength(answer)
      if (sizeBytes !== null) return sizeBytes
      throw new UpstreamError('invalid', `${upstream.host} does not say how large ${digest} is.`)
    },
    sumKeptBytes() {
      if (now() - sum.atMs > keptSumMs) sum = { bytes: store.blobs.sumOfAccount(accountId), atMs: now() }
      return sum.bytes
    },
    countFills: fills.count,
  }
  const tidy = async () => {
    try {
      await room.tidy()
    } catch (error) {
      log.error(
        { err: error, upstream: upstream.host },
        'what is kept of an upstream could not be brought within its bound',
      )
    }
  }
  return { open, tidy }
}

/** Does an image of the repository name it? Then the upstream has it there, too, and need not be asked. */
async function isNamed(
  { store }: Pick<UpstreamService, 'store'>,
  accountId: string,
  name: string,
  digest: Digest,
): Promise<boolean> {
  const repository = await store.repositories.get(accountId, name)
  if (repository === null) return false
  return (await store.references.listTo(repository.repositoryId, { digest, kind: 'blob' })).length > 0
}

/** A layer that another repository of the upstream has, and an image of this one names, is here; false when it is not. */
async function takeOver(
  service: UpstreamService,
  { accountId, repositoryId, digest }: { accountId: string; repositoryId: number; digest: Digest },
): Promise<boolean> {
  const { store, clock } = service
  const other = await store.blobs.findInAccount(accountId, digest)
  if (other === null || store.listDamage().length > 0) return false
  const sizeBytes = await store.blobs.getSize(other, digest)
  if (sizeBytes === null || !(await isBlobStored(service, digest, sizeBytes))) return false
  if ((await store.references.listTo(repositoryId, { digest, kind: 'blob' })).length === 0) return false
  return store.transactionIn(repositoryId, async (tx) => {
    // It may have had to go meanwhile.
    if ((await tx.blobs.getSize(other, digest)) === null) return false
    await tx.blobs.link({ repositoryId, digest, at: clock().toISOString() })
    return true
  })
}

async function touch(
  { store, clock }: Pick<UpstreamService, 'store' | 'clock'>,
  repositoryId: number,
  digest: Digest,
): Promise<void> {
  if (store.listDamage().length > 0) return
  const linkedAt = await store.blobs.getLinkedAt(repositoryId, digest)
  const now = clock()
  if (linkedAt === null || Date.parse(linkedAt) > now.getTime() - touchMs) return
  await store.quietly((tx) => tx.blobs.touch({ repositoryId, digest, at: now.toISOString() }))
}
