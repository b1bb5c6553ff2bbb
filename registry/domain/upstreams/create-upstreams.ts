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
import { evictBlobs } from './evict-blobs.ts'
import { createUpstreamLists, type UpstreamLists } from './list-from-upstream.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { UpstreamError } from './upstream-error.ts'
import type { UpstreamFigures } from './upstream-figures.ts'
import { requireUpstreamAccount } from './upstream-repository.ts'

/** A layer that is pulled often is noted as pulled once in this time. */
const touchMs = 60_000

export interface OpenUpstream extends UpstreamManifests, UpstreamLists {
  upstream: Upstream
  accountId: string
  client: Pick<UpstreamClient, 'requests' | 'pausedUntilMs'>
  figures: UpstreamFigures
  /** @throws {UpstreamError} for a repository that is not pulled from there */
  requireAllowed(name: string): void
  /**
   * Null when the blob is stored, and noted as pulled; the fill otherwise.
   * @throws {UpstreamError} when the upstream does not give it
   */
  bringBlob(name: string, digest: Digest): Promise<Fill | null>
  /** Of fills that have not ended. */
  countFills(): number
}

export interface Upstreams {
  /** By the first part of a path; null when it is no upstream's. */
  find(namespace: string): OpenUpstream | null
  /** By the host that containerd names in `ns`. */
  findHost(host: string): OpenUpstream | null
  list(): OpenUpstream[]
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
  const byNamespace = new Map<string, OpenUpstream>()
  for (const upstream of readUpstreams(service.config)) {
    byNamespace.set(upstream.namespace, await openUpstream(service, upstream))
  }
  const byHost = new Map([...byNamespace.values()].map((open) => [open.upstream.host, open]))
  return {
    find: (namespace) => byNamespace.get(namespace) ?? null,
    // Of the Docker Hub clients know both names.
    findHost: (host) => byHost.get(host === 'registry-1.docker.io' ? 'docker.io' : host) ?? null,
    list: () => [...byNamespace.values()],
  }
}

async function openUpstream(service: UpstreamService, upstream: Upstream): Promise<OpenUpstream> {
  const { store, clock, log } = service
  const accountId = await requireUpstreamAccount(service, upstream)
  const client = createUpstreamClient(upstream, () => clock().getTime())
  const figures: UpstreamFigures = { hits: 0, misses: 0, stales: 0 }
  let isEvicting = false
  const evict = async () => {
    if (isEvicting) return
    isEvicting = true
    try {
      await evictBlobs(service, { accountId, maxBytes: upstream.maxBytes })
    } catch (error) {
      log.error({ err: error, upstream: upstream.host }, 'no layers could be let go')
    } finally {
      isEvicting = false
    }
  }
  const fills = createBlobFills({ upstream, client, accountId, service }, () => void evict())
  return {
    upstream,
    accountId,
    client,
    figures,
    ...createUpstreamManifests({ upstream, client, accountId, figures, service }),
    ...createUpstreamLists(upstream, client),
    requireAllowed(name) {
      if (isAllowedRepository(upstream, name)) return
      throw new UpstreamError('absent', `'${name}' of ${upstream.host} is not pulled through this registry.`)
    },
    async bringBlob(name, digest) {
      const repository = await store.repositories.get(accountId, name)
      if (repository !== null) {
        const { repositoryId } = repository
        const sizeBytes = await store.blobs.getSize(repositoryId, digest)
        if (sizeBytes !== null && (await isBlobStored(service, digest, sizeBytes))) {
          await touch(service, repositoryId, digest)
          figures.hits += 1
          return null
        }
      }
      figures.misses += 1
      return fills.open(name, digest)
    },
    countFills: fills.count,
  }
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
