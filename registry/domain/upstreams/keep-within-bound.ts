/**
 * Keeps what is stored of an upstream within its bounds. Layers go that were pulled longest ago, manifests that were stored longest
 * ago, and neither of what belongs to a pull that may be under way. Only the upstream's own repositories are looked at, and a
 * content that another repository has too stays on the disk: what was pushed here never goes.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import { readQuota } from '#registry/domain/limits/read-quota.ts'
import type { Store } from '#registry/store/open-store.ts'
import { evictManifests } from './evict-images.ts'
import type { RecentPulls } from './recent-pulls.ts'
import { UpstreamError } from './upstream-error.ts'

/** What was asked for within this time may belong to a pull that is under way. */
export const protectedMs = 10 * 60_000
/** With what is protected, so many times the bound is never passed. */
const hardFactor = 2
const rowsAtOnce = 200
const busyMs = 60_000
/** A tenth of the bound is for manifests, besides, and this in any case. */
const minManifestBytes = 64_000_000

export interface Bound {
  host: string
  accountId: string
  /** Of its entry; the quota of its account may be less. */
  maxBytes: number
  recent: RecentPulls
  service: {
    store: Pick<
      Store,
      'blobs' | 'content' | 'images' | 'quotas' | 'references' | 'transaction' | 'transactionIn'
    >
    images: Pick<ImageWork, 'blobWork' | 'deletions'>
    clock: () => Date
  }
}

export interface Room {
  /**
   * Makes room for a layer; what it gives back is called when the layer is stored, or given up.
   * @throws {UpstreamError} `refused` when what may not go leaves none
   */
  reserve(bytes: number): Promise<() => void>
  /** Lets go what is over the bounds by now. */
  tidy(): Promise<void>
}

/** One at a time: two that look at the same moment would let go twice as much as is needed. */
export function createRoom(bound: Bound): Room {
  let coming = 0
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work)
    turn = result.catch(() => {})
    return result
  }
  return {
    reserve: (bytes) =>
      inTurn(async () => {
        const { maxBytes, neverBytes } = await readBounds(bound)
        // What cannot fit, whatever goes, costs nothing that is kept: an upstream may say any length.
        const mayFit = coming + bytes <= neverBytes
        const kept = mayFit ? await evictBlobs(bound, Math.max(0, maxBytes - coming - bytes)) : 0
        const freeBytes = neverBytes - kept - coming - bytes
        if (freeBytes < 0) {
          const message =
            bytes > maxBytes
              ? `A layer of ${bytes} bytes is more than is kept of ${bound.host} here.`
              : `As much as may be kept of ${bound.host} is being pulled at the moment.`
          throw new UpstreamError('refused', message, {
            status: 503,
            retryAfterMs: busyMs,
            reason: 'no-room',
          })
        }
        await bound.service.store.content.fills.shrink(bound.accountId, freeBytes)
        coming += bytes
        let isHeld = true
        return () => {
          if (isHeld) coming -= bytes
          isHeld = false
        }
      }),
    tidy: () =>
      inTurn(async () => {
        const { maxBytes } = await readBounds(bound)
        await evictBlobs(bound, Math.max(0, maxBytes - coming))
        await evictManifests(bound, Math.max(minManifestBytes, bound.maxBytes / 10))
      }),
  }
}

/** What is aimed at, and what is never passed: a quota not even for what belongs to a pull. */
async function readBounds({ accountId, maxBytes, service }: Bound) {
  const quota = await readQuota(service.store, accountId, 'storage-bytes')
  return { maxBytes: Math.min(maxBytes, quota), neverBytes: Math.min(maxBytes * hardFactor, quota) }
}

/** @returns how many bytes are kept afterwards */
async function evictBlobs(bound: Bound, targetBytes: number): Promise<number> {
  const { accountId, service } = bound
  const { store, clock } = service
  let kept = await store.blobs.sumOfAccount(accountId)
  // However many may not go, as their images are asked for again and again, others behind them may.
  let skip = 0
  while (kept > targetBytes) {
    const protectedSince = new Date(clock().getTime() - protectedMs).toISOString()
    const oldest = await store.blobs.listLeastRecent(accountId, { skip, limit: rowsAtOnce })
    let unlinked = 0
    for (const { repositoryId, digest, sizeBytes, linkedAt } of oldest) {
      if (kept <= targetBytes) break
      const isProtected = linkedAt >= protectedSince || (await isOfPull(bound, repositoryId, digest))
      if (isProtected || !(await unlink(store, { repositoryId, digest, linkedAt }))) {
        skip += 1
        continue
      }
      await deleteUnneeded(service, digest)
      unlinked += 1
      kept -= sizeBytes
    }
    // A content that another repository has as well is still there.
    kept = await store.blobs.sumOfAccount(accountId)
    const last = oldest.at(-1)
    const isOver = last === undefined || oldest.length < rowsAtOnce || last.linkedAt >= protectedSince
    if (unlinked === 0 && isOver) return kept
  }
  return kept
}

/** False for one that was asked for since it was listed, perhaps of another process. */
function unlink(
  store: Pick<Store, 'transactionIn'>,
  { repositoryId, digest, linkedAt }: { repositoryId: number; digest: Digest; linkedAt: string },
): Promise<boolean> {
  return store.transactionIn(repositoryId, async (tx) => {
    if ((await tx.blobs.getLinkedAt(repositoryId, digest)) !== linkedAt) return false
    return tx.blobs.unlink(repositoryId, digest)
  })
}

/** Does an image name it that somebody has just begun to pull? */
async function isOfPull({ recent, service }: Bound, repositoryId: number, digest: Digest): Promise<boolean> {
  const pulled = recent.list(repositoryId)
  const naming = await service.store.references.pickNaming(repositoryId, { digest, kind: 'blob' }, pulled)
  return naming.length > 0
}

/** As garbage collection does it, without the wait: nobody pushes what only an upstream's repository had. */
async function deleteUnneeded({ store, images, clock }: Bound['service'], digest: Digest): Promise<void> {
  const now = clock()
  const at = now.toISOString()
  const later = new Date(now.getTime() + 1).toISOString()
  await store.transaction((tx) => tx.blobs.markUnlinked(at, { first: digest, last: digest }))
  await images.deletions.run(() =>
    images.blobWork.run(digest, async () => {
      if (await store.transaction((tx) => tx.blobs.forget(digest, later))) await store.content.delete(digest)
    }),
  )
}
