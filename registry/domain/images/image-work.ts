/** What the two APIs share about images in this process: uploads, the order of work on a blob, pulls to be counted, quotas. */

import type { Logger } from 'pino'
import type { Store } from '#registry/store/open-store.ts'
import { createDeletions, type Deletions } from './deletions.ts'
import { createFindPullPlatforms } from './find-pull-platforms.ts'
import { createImageQuota, type ImageQuota } from './image-quota.ts'
import { createLostBlobs, type LostBlobs } from './lost-blobs.ts'
import { createOneAtATime, type OneAtATime } from './one-at-a-time.ts'
import { createPullCounter, type PullCounter } from './pull-counter.ts'
import { createSharedUploads } from './shared-uploads.ts'
import { createUploads, type Uploads } from './uploads.ts'

export interface ImageWork {
  uploads: Uploads
  blobWork: OneAtATime
  pulls: PullCounter
  quota: ImageQuota
  /** Blobs that are noted, and that the disk does not have as they were. */
  lost: LostBlobs
  /** Of files of blobs, which a backup holds off. */
  deletions: Deletions
}

export function createImageWork(
  store: Store,
  clock: () => Date,
  newId: () => string,
  log: Logger,
): ImageWork {
  const blobWork = createOneAtATime()
  const quota = createImageQuota()
  const { arrivals } = store.content
  // What others have added is not in the counts of this process.
  store.peers.onTakeOver(quota.forget)
  return {
    uploads:
      arrivals === null
        ? createUploads(store.content, clock, newId)
        : createSharedUploads(arrivals, clock, newId),
    blobWork: {
      run: (key, work) => blobWork.run(key, () => store.peers.alone(`blob ${key}`, work)),
    },
    pulls: createPullCounter(store, clock, newId, createFindPullPlatforms(store)),
    quota,
    lost: createLostBlobs(log),
    deletions: createDeletions(store.peers),
  }
}
