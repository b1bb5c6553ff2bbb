/** Reads a point of a backup, or all of them, and says what of it is not as it was written. */
import { join } from 'node:path'
import { openBlobReader } from '#registry/store/content/filesystem-blob-store.ts'
import { findBlobProblem } from '../images/find-blob-problem.ts'
import { OperatorError } from '../operator-error.ts'
import { toMegabytes } from '../to-megabytes.ts'
import {
  type BackupPoint,
  blobListName,
  listPoints,
  listWithoutManifest,
  type PointFile,
  readBlobList,
  requirePoint,
  withoutManifestWords,
} from './backup-point.ts'
import type { CopyCall } from './copy-blobs.ts'
import { readChecksum } from './copy-files.ts'

const progressIntervalMs = 5_000

export interface VerifiedBackup {
  points: number
  files: number
  blobs: number
  bytes: number
}

/**
 * Hashes every file and every blob, each blob once.
 * @param at of which point; of all where it is undefined
 * @throws {OperatorError} listing what is damaged or missing
 */
export async function verifyBackup(
  backup: string,
  at: string | undefined,
  { signal, tell }: CopyCall,
): Promise<VerifiedBackup> {
  const newest = await requirePoint(backup, at)
  const points = at === undefined ? await listPoints(backup) : [newest]
  const content = openBlobReader(backup)
  const verified: VerifiedBackup = { points: points.length, files: 0, blobs: 0, bytes: 0 }
  const damage: string[] = []
  const seen = new Set<string>()
  let toldAt = performance.now()
  for (const name of at === undefined ? await listWithoutManifest(backup) : []) {
    damage.push(`${name} ${withoutManifestWords}`)
  }
  for (const { name, path, manifest } of points) {
    let isListWhole = true
    for (const file of manifest.files) {
      signal.throwIfAborted()
      const problem = await findFileProblem(path, file)
      if (problem !== null) {
        damage.push(`${name}: ${file.path} ${problem}`)
        if (file.path === blobListName) isListWhole = false
      }
      verified.files += 1
    }
    // Without a whole list it is not known which blobs belong to it.
    if (!isListWhole) continue
    const lacking = new Set(manifest.damaged.map(({ digest }) => digest))
    for await (const blob of readBlobList(path)) {
      signal.throwIfAborted()
      if (seen.has(blob.digest) || lacking.has(blob.digest)) continue
      seen.add(blob.digest)
      const problem = await findBlobProblem(content, blob)
      if (problem !== null) damage.push(`${blob.digest} ${problem}`)
      verified.blobs += 1
      verified.bytes += blob.sizeBytes
      if (performance.now() - toldAt < progressIntervalMs) continue
      toldAt = performance.now()
      tell(`${verified.blobs} blobs, ${toMegabytes(verified.bytes)}`)
    }
  }
  if (damage.length === 0) return verified
  throw new OperatorError(
    `The backup in ${backup} is damaged; make a new one in another folder, and look at the disk:\n  ${damage.join('\n  ')}`,
  )
}

/** What is wrong with a file of a point, as the end of a sentence; null when it is as it was written. */
export async function findFileProblem(point: string, file: PointFile): Promise<string | null> {
  try {
    const { bytes, sha256 } = await readChecksum(join(point, file.path))
    return bytes === file.bytes && sha256 === file.sha256 ? null : 'is not what was written'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'is missing'
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The points as rows for a person. */
export function toPointRows(points: readonly BackupPoint[]): string[][] {
  return points.map(({ name, manifest }) => [
    name,
    String(manifest.rows.repository),
    String(manifest.rows.image),
    String(manifest.blobs),
    toMegabytes(manifest.bytes),
    manifest.damaged.length === 0 ? '' : `damaged blobs left out: ${manifest.damaged.length}`,
  ])
}
