/**
 * Removes what nothing needs, while the registry runs. A blob is kept as long as a manifest of a repository names it, or
 * it was pushed, mounted or asked for in that repository within the grace period, which is how long a push may take.
 * Forgetting a blob and deleting its file happen under the same lock as making one durable, so a push of the same content
 * comes either before, and the blob stays, or after, and writes it again.
 */

import { setImmediate } from 'node:timers/promises'
import type { Config } from '#lib/config/config.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { BlobLink } from '#registry/store/verbs.ts'
import type { ImageWork } from './image-work.ts'
import { toRenewalMs } from './protect-blob.ts'
import { abandonedAfterMs } from './uploads.ts'

const sliceSize = 500

export interface Collected {
  endedUploads: number
  unlinkedBlobs: number
  deletedBlobs: number
  freedBytes: number
}

interface Deleted {
  blobs: number
  bytes: number
}

/** One pass over everything. */
export async function collectGarbage(service: {
  config: Config
  store: Pick<Store, 'blobs' | 'content' | 'transaction'>
  images: ImageWork
  clock: () => Date
}): Promise<Collected> {
  const { store, clock, config } = service
  const now = clock()
  const before = new Date(now.getTime() - config.garbageGraceMs)
  const endedUploads = await endAbandonedUploads(service)
  const unprotectedSince = new Date(before.getTime() - toRenewalMs(config.garbageGraceMs))
  const unlinkedBlobs = await unlinkUnused(store, unprotectedSince.toISOString())
  await markUnlinked(store, now.toISOString())
  const deleted = [await deleteExpired(service, before), await deleteUnknown(service, before)]
  await store.content.sweep()
  const sum = (count: (it: Deleted) => number) => deleted.reduce((total, it) => total + count(it), 0)
  return {
    endedUploads,
    unlinkedBlobs,
    deletedBlobs: sum(({ blobs }) => blobs),
    freedBytes: sum(({ bytes }) => bytes),
  }
}

type Blobs = Pick<Store, 'blobs' | 'transaction'>

/** Slice by slice, so that requests have their turns; only where there is something does it write. */
async function unlinkUnused({ blobs, transaction }: Blobs, before: string): Promise<number> {
  let count = 0
  let after: BlobLink | null = null
  for (;;) {
    const links: Awaited<ReturnType<typeof blobs.listLinks>> = await blobs.listLinks(after, {
      limit: sliceSize,
      before,
    })
    const [first, last] = [links[0], links.at(-1)]
    if (first === undefined || last === undefined) return count
    if (links.some(({ isUnused }) => isUnused)) {
      count += await transaction((tx) => tx.blobs.unlinkUnused(before, { first, last }))
    }
    after = last
    await setImmediate()
  }
}

async function markUnlinked({ blobs, transaction }: Blobs, at: string): Promise<void> {
  let after = ''
  for (;;) {
    const noted = await blobs.listNoted(after, sliceSize)
    const [first, last] = [noted[0]?.digest, noted.at(-1)?.digest]
    if (first === undefined || last === undefined) return
    if (noted.some(({ isUnlinked }) => isUnlinked)) {
      await transaction((tx) => tx.blobs.markUnlinked(at, { first, last }))
    }
    after = last
    await setImmediate()
  }
}

/** Of this process: others have theirs. */
export function endAbandonedUploads({
  images,
  clock,
}: {
  images: Pick<ImageWork, 'uploads'>
  clock: () => Date
}): Promise<number> {
  return images.uploads.endAbandoned(new Date(clock().getTime() - abandonedAfterMs))
}

async function deleteExpired(
  { store, images }: { store: Pick<Store, 'blobs' | 'content' | 'transaction'>; images: ImageWork },
  before: Date,
): Promise<Deleted> {
  const deleted = { blobs: 0, bytes: 0 }
  for (const digest of await store.blobs.listExpired(before.toISOString())) {
    await deleteUnheld(images, digest, async () => {
      const isForgotten = await store.transaction((tx) => tx.blobs.forget(digest, before.toISOString()))
      if (!isForgotten) return
      deleted.bytes += (await store.content.stat(digest)) ?? 0
      await store.content.delete(digest)
      deleted.blobs += 1
    })
  }
  return deleted
}

/** What is held off stays for the next pass. */
async function deleteUnheld(images: ImageWork, digest: Digest, work: () => Promise<void>): Promise<void> {
  await images.deletions.run(() => images.blobWork.run(digest, work))
}

/** Files that a crash has left between becoming durable and being noted. */
async function deleteUnknown(
  { store, images }: { store: Pick<Store, 'blobs' | 'content'>; images: ImageWork },
  before: Date,
): Promise<Deleted> {
  const deleted = { blobs: 0, bytes: 0 }
  for await (const { digest, sizeBytes, writtenAt } of store.content.list()) {
    if (writtenAt >= before || (await store.blobs.has(digest))) continue
    await deleteUnheld(images, digest, async () => {
      if (await store.blobs.has(digest)) return
      await store.content.delete(digest)
      deleted.blobs += 1
      deleted.bytes += sizeBytes
    })
  }
  return deleted
}
