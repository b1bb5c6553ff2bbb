/**
 * Moves the content of images from files in `DATA_DIR` into a bucket, or back, while no program runs. Each blob is hashed on its way and
 * counts once the other side has it whole, so that what was cut off goes on where it was. The new place is noted at the end; until then no
 * program starts, and what was moved from is left as it is.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { S3Settings } from '#lib/config/s3-settings.ts'
import { DIGEST_ALGORITHMS, type Digest } from '#lib/oci/digest.ts'
import type { BlobStore } from '#registry/store/content/blob-store.ts'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { toContentPlace } from '#registry/store/content-place.ts'
import { openStore, type Store } from '#registry/store/open-store.ts'
import { syncDirectoryNow } from '#registry/store/sync-directory.ts'
import { type CopyCall, copyBlobs } from './copy-blobs.ts'

export interface ContentMove extends CopyCall {
  dataDir: string
  /** Of the database that has the metadata; null for the file in `dataDir`. */
  databaseUrl: string | null
  /** The bucket, also to move out of it. */
  s3: S3Settings
  to: 'bucket' | 'files'
}

export interface MovedContent {
  to: 'bucket' | 'files'
  /** Where the content is now: the bucket with its prefix, or the directory. */
  place: string
  /** How many are there, with those that an earlier call has moved. */
  blobs: number
  /** Noted, and not to be moved: their content was gone, or not what their digest says. */
  lost: Digest[]
  /** Where the files are that are not used any more; null where there are none. */
  leftIn: string | null
}

/**
 * @throws {StoreLockedError} when a program has the directory
 * @throws {StoreError} when programs are on the database, or either place cannot be used
 */
export async function moveContent(move: ContentMove): Promise<MovedContent> {
  const { dataDir, databaseUrl, s3, to, tell } = move
  if (databaseUrl !== null) {
    const { requireNoProgram } = await import('#registry/store/postgres/open-postgres-metadata.ts')
    await requireNoProgram(databaseUrl)
  }
  const opened = to === 'bucket' ? null : s3
  const store = await openStore({ dataDir, databaseUrl, s3: opened, isForMove: true, onMigrated: tell })
  try {
    const target = await openTarget(store, move)
    try {
      return await moveInto(store, target, move)
    } finally {
      await target.close()
    }
  } finally {
    await store.close()
  }
}

async function moveInto(store: Store, target: BlobStore, move: ContentMove): Promise<MovedContent> {
  const { dataDir, s3, to } = move
  const bucket = toContentPlace(s3)
  await store.quietly((tx) => tx.settings.put('content-move', to === 'bucket' ? bucket : 'files'))
  let mayGoBack = true
  try {
    const directory = to === 'files' ? dataDir : null
    const { damaged } = await copyBlobs(
      { from: store.content, to: target, directory },
      () => store.blobs.walk(),
      move,
    )
    // From here on only a second call can end it: the files are no longer where a program would look for them.
    mayGoBack = false
    // Before the place is noted: once it is, nothing would put them aside.
    const leftIn = to === 'bucket' ? leaveFiles(dataDir) : null
    await store.quietly(async (tx) => {
      await tx.settings.delete('content-move')
      if (to === 'bucket') await tx.settings.put('content-place', bucket)
      else await tx.settings.delete('content-place')
    })
    await forgetObjects(store, async (digest) => to === 'files' || !(await store.blobs.has(digest)))
    const noted = await store.blobs.count()
    const lost = damaged.map(({ digest }) => digest)
    const place = to === 'bucket' ? bucket : join(dataDir, 'blobs')
    return { to, place, blobs: noted.blobs - lost.length, lost, leftIn }
  } finally {
    if (mayGoBack) await store.quietly((tx) => tx.settings.delete('content-move'))
  }
}

async function openTarget(store: Store, { dataDir, s3, to }: ContentMove): Promise<BlobStore> {
  if (to === 'files') return openFilesystemBlobStore(dataDir, randomUUID)
  const { openS3BlobStore } = await import('#registry/store/content/s3/open-s3-blob-store.ts')
  return openS3BlobStore({
    settings: s3,
    dataDir,
    store: () => store,
    newId: randomUUID,
    clock: () => new Date(),
    isShared: false,
  })
}

/** Objects of which no row is left stay in the bucket, for the operator to remove. */
async function forgetObjects(store: Store, isForgotten: (digest: Digest) => Promise<boolean>): Promise<void> {
  for await (const { key, digest } of store.objects.walk()) {
    if (!(await isForgotten(digest))) continue
    await store.quietly(async (tx) => {
      await tx.objects.release(digest, new Date().toISOString())
      await tx.objects.forget([key])
    })
  }
}

/** @returns where the files are now, out of the way; null where there were none */
function leaveFiles(dataDir: string): string | null {
  const blobs = join(dataDir, 'blobs')
  if (DIGEST_ALGORITHMS.every((algorithm) => readdirSync(join(blobs, algorithm)).length === 0)) return null
  let to = join(dataDir, 'blobs.moved')
  for (let at = 2; existsSync(to); at += 1) to = join(dataDir, `blobs.moved-${at}`)
  renameSync(blobs, to)
  syncDirectoryNow(dataDir)
  return to
}
