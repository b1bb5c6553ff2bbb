/**
 * Images of an upstream that go, with their tags, to make room for others: those that were stored longest ago, and none whose pull may
 * be under way.
 */
import type { Digest } from '#lib/oci/digest.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { RecentPulls } from './recent-pulls.ts'

const rowsAtOnce = 200
/** Room for a few is made at once, as each look goes through all of a repository. */
const imagesAtOnce = 20

export interface ImageBound {
  accountId: string
  recent: Pick<RecentPulls, 'has'>
  service: {
    store: Pick<Store, 'images' | 'transactionIn'>
    clock: () => Date
  }
}

/** Lets manifests go until no more than `maxBytes` of them are kept, or none may go. */
export async function evictManifests(bound: ImageBound, maxBytes: number): Promise<void> {
  const { store } = bound.service
  let kept = await store.images.sumManifestsOfAccount(bound.accountId)
  let skip = 0
  while (kept > maxBytes) {
    const oldest = await store.images.listOldest(bound.accountId, { skip, limit: rowsAtOnce })
    for (const image of oldest) {
      if (kept <= maxBytes) return
      if (await evict(bound, image)) kept -= image.manifestBytes
      else skip += 1
    }
    if (oldest.length < rowsAtOnce) return
  }
}

/** Lets a few images of a repository go. @returns whether any has gone */
export async function evictFromRepository(
  bound: ImageBound,
  { repositoryId, name }: { repositoryId: number; name: string },
): Promise<boolean> {
  const { images } = bound.service.store
  let count = 0
  for (let skip = 0; ; ) {
    const oldest = await images.listOldestOf(repositoryId, { skip, limit: rowsAtOnce })
    for (const digest of oldest) {
      if (count === imagesAtOnce) return true
      if (await evict(bound, { repositoryId, name, digest })) count++
      else skip++
    }
    if (count > 0 || oldest.length < rowsAtOnce) return count > 0
  }
}

async function evict(
  { accountId, recent, service }: ImageBound,
  { repositoryId, name, digest }: { repositoryId: number; name: string; digest: Digest },
): Promise<boolean> {
  if (recent.has(repositoryId, digest)) return false
  const at = service.clock().toISOString()
  return service.store.transactionIn(repositoryId, async (tx) => {
    const tags = (await tx.images.get(repositoryId, digest))?.tags ?? []
    for (const tag of tags) await tx.settings.delete(`upstream-tag:${repositoryId}:${tag}`)
    if (!(await tx.images.delete(repositoryId, digest, at))) return false
    await tx.changes.record({ accountId, repositoryName: name, at })
    return true
  })
}
