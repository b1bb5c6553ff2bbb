/**
 * Keeps the layers of an upstream within its bound: those go first that were pulled longest ago. Only the upstream's own
 * repositories are looked at, and a content that another repository has too stays on the disk: what was pushed here never goes.
 * Manifests and tags stay; a layer that is asked for again is fetched again.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageWork } from '#registry/domain/images/image-work.ts'
import type { Store } from '#registry/store/open-store.ts'

/** What was asked for within this time may belong to a pull that is under way. */
const protectedMs = 10 * 60_000
const rowsAtOnce = 100

/** @returns how many bytes are no longer kept */
export async function evictBlobs(
  service: {
    store: Pick<Store, 'blobs' | 'content' | 'transaction' | 'transactionIn'>
    images: Pick<ImageWork, 'blobWork' | 'deletions'>
    clock: () => Date
  },
  { accountId, maxBytes }: { accountId: string; maxBytes: number },
): Promise<number> {
  const { store, clock } = service
  let kept = await store.blobs.sumOfAccount(accountId)
  let freed = 0
  while (kept > maxBytes) {
    const protectedSince = new Date(clock().getTime() - protectedMs).toISOString()
    const oldest = await store.blobs.listLeastRecent(accountId, rowsAtOnce)
    const going = oldest.filter(({ linkedAt }) => linkedAt < protectedSince)
    if (going.length === 0) return freed
    for (const { repositoryId, digest } of going) {
      if (kept <= maxBytes) break
      await store.transactionIn(repositoryId, (tx) => tx.blobs.unlink(repositoryId, digest))
      await deleteUnneeded(service, digest)
      const now = await store.blobs.sumOfAccount(accountId)
      freed += kept - now
      kept = now
    }
  }
  return freed
}

/** As garbage collection does it, without the wait: nobody pushes what only an upstream's repository had. */
async function deleteUnneeded(
  { store, images, clock }: Parameters<typeof evictBlobs>[0],
  digest: Digest,
): Promise<void> {
  const now = clock()
  const at = now.toISOString()
  const later = new Date(now.getTime() + 1).toISOString()
  await store.transaction((tx) => tx.blobs.markUnlinked(at))
  await images.deletions.run(() =>
    images.blobWork.run(digest, async () => {
      if (await store.transaction((tx) => tx.blobs.forget(digest, later))) await store.content.delete(digest)
    }),
  )
}
