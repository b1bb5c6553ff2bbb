/** Removes the oldest points of a backup, and the blobs that no other point names. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { syncDirectory } from '#registry/store/sync-directory.ts'
import { listPoints, manifestName, readBlobList } from './backup-point.ts'

/**
 * Keeps the newest points. Call it with the lock on the backup.
 * @returns how many were removed
 */
export async function prunePoints(backup: string, keep: number): Promise<number> {
  const points = await listPoints(backup)
  const removed = points.slice(0, -keep)
  if (removed.length === 0) return 0
  for (const { path } of removed) {
    // Without it the folder is no point, whatever interrupts the rest.
    await rm(join(path, manifestName))
    await syncDirectory(path)
    await rm(path, { recursive: true })
  }
  const named = new Set<string>()
  for (const { path } of points.slice(-keep)) {
    for await (const { digest } of readBlobList(path)) named.add(digest)
  }
  const content = openFilesystemBlobStore(backup, randomUUID)
  for await (const { digest } of content.list()) if (!named.has(digest)) await content.delete(digest)
  return removed.length
}
