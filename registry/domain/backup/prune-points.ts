/** Removes the oldest points of a backup, and the blobs that no other point names. */
import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { syncDirectory } from '#registry/store/sync-directory.ts'
import { OperatorError } from '../operator-error.ts'
import {
  type BackupPoint,
  blobListName,
  listPoints,
  readBlobList,
  toPointsPath,
  unfinishedEnding,
} from './backup-point.ts'
import { findFileProblem } from './verify-backup.ts'

/**
 * Keeps the newest points. Call it with the lock on the backup.
 * @returns how many were removed
 */
export async function prunePoints(backup: string, keep: number): Promise<number> {
  const points = await listPoints(backup)
  const removed = points.slice(0, -keep)
  if (removed.length === 0) return 0
  for (const point of points.slice(-keep)) await requireWholeList(point)
  for (const { path } of removed) {
    // By this name it is no point, whatever interrupts the rest.
    const leaving = `${path}${unfinishedEnding}`
    await rename(path, leaving)
    await syncDirectory(toPointsPath(backup))
    await rm(leaving, { recursive: true })
  }
  const named = new Set<string>()
  for (const { path } of points.slice(-keep)) {
    for await (const { digest } of readBlobList(path)) named.add(digest)
  }
  const content = openFilesystemBlobStore(backup, randomUUID)
  for await (const { digest } of content.list()) if (!named.has(digest)) await content.delete(digest)
  return removed.length
}

/** What a list has lost would be removed with the oldest, though its point needs it. */
async function requireWholeList({ name, path, manifest }: BackupPoint): Promise<void> {
  for (const file of manifest.files) {
    if (file.path !== blobListName) continue
    const problem = await findFileProblem(path, file)
    if (problem === null) continue
    throw new OperatorError(
      `The backup is made, and no older point was removed: ${blobListName} of ${name} ${problem}. Remove that point, or make a backup in another folder.`,
    )
  }
}
