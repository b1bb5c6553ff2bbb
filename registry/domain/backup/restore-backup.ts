/**
 * Makes a `DATA_DIR` of a point of a backup. Everything that can be refused is refused before anything is written; the metadata
 * comes last, and an interrupted restore leaves a note, with which no registry starts and the same restore goes on.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { adoptCopy, isNewerForm } from '#registry/store/adopt-copy.ts'
import { openBlobReader, openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { holdLock, StoreLockedError } from '#registry/store/hold-lock.ts'
import { metadataFile, toUnfinishedPath } from '#registry/store/open-store.ts'
import { syncDirectory } from '#registry/store/sync-directory.ts'
import { OperatorError } from '../operator-error.ts'
import {
  type BackupPoint,
  blobListName,
  keyName,
  listWithoutManifest,
  type PointFile,
  type PointManifest,
  readBlobList,
  requirePoint,
  withoutManifestWords,
} from './backup-point.ts'
import { type CopyCall, copyBlobs, requireRoom, toWords } from './copy-blobs.ts'
import { copyWhole, readChecksum } from './copy-files.ts'
import { isInside } from './is-inside.ts'
import { findFileProblem } from './verify-backup.ts'

export interface RestoreRequest {
  from: string
  /** A time, or the name of a point; the newest where it is undefined. */
  at?: string | undefined
  /** A file with the key, where the backup has none. */
  key?: string | undefined
  /** False where the operator keeps it, and not in the folder of the store. */
  needsKey?: boolean
}

export interface RestoredBackup {
  dataDir: string
  point: string
  time: string
  rows: PointManifest['rows']
  blobs: number
  bytes: number
  /** Blobs that were damaged before the backup was made, so that it does not have them. */
  damaged: PointManifest['damaged']
}

/** @throws {OperatorError} when it cannot be done */
export async function restoreBackup(
  dataDir: string,
  request: RestoreRequest,
  call: CopyCall,
): Promise<RestoredBackup> {
  const point = await requirePoint(request.from, request.at)
  for (const name of await listWithoutManifest(request.from)) call.tell(`${name} ${withoutManifestWords}`)
  requireApart(dataDir, request.from)
  await requireVacant(dataDir, point)
  if (isNewerForm(point.manifest.metadataForm)) {
    throw new OperatorError(
      `The backup is of a newer version of the program (form ${point.manifest.metadataForm}). Restore it with that version.`,
    )
  }
  const key = await findKey(point, request)
  call.tell('Verifying the files of the backup.')
  await requireWholeFiles(point)
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const release = holdLock(dataDir, new Date())
    try {
      await restore(dataDir, request.from, point, key, call)
    } finally {
      release()
    }
  } catch (error) {
    throw error instanceof StoreLockedError
      ? new OperatorError(error.message, { cause: error })
      : toWords(dataDir, error)
  }
  const { time, rows, blobs, bytes, damaged } = point.manifest
  return { dataDir, point: point.name, time, rows, blobs, bytes, damaged }
}

/** What lies in a backup is removed with its points. */
function requireApart(dataDir: string, backup: string): void {
  if (!isInside(backup, dataDir)) return
  throw new OperatorError(
    `${dataDir} lies in the backup ${backup}. Set DATA_DIR to another directory; nothing was changed.`,
  )
}

/** Whether nothing is there that could be lost. */
async function requireVacant(dataDir: string, point: BackupPoint): Promise<void> {
  const names = await readdir(dataDir).catch(() => [])
  const others = names.filter((name) => name !== 'lost+found')
  if (others.length === 0) return
  const unfinished = await readFile(toUnfinishedPath(dataDir), 'utf8').catch(() => null)
  if (unfinished === point.path) return
  if (unfinished !== null) {
    throw new OperatorError(
      `Another restore into ${dataDir} has begun and not ended, of ${unfinished}. Go on with that one, or remove ${dataDir}.`,
    )
  }
  requireUnlocked(dataDir)
  throw new OperatorError(
    `${dataDir} is not empty, and nothing in it is replaced. Move it away, or set DATA_DIR to another directory. It has: ${others.sort().slice(0, 10).join(', ')}.`,
  )
}

/** Says it when a registry runs there. */
function requireUnlocked(dataDir: string): void {
  if (!existsSync(join(dataDir, 'lock'))) return
  try {
    holdLock(dataDir, new Date())()
  } catch (error) {
    if (error instanceof StoreLockedError) throw new OperatorError(error.message, { cause: error })
    throw error
  }
}

/** Where the key is; without the right one, no stored secret could be read, and nobody could log in. */
async function findKey(
  { path, manifest }: BackupPoint,
  { key: given, needsKey = true }: RestoreRequest,
): Promise<string | null> {
  const noted = manifest.files.find((file) => file.path === keyName)
  if (!needsKey && noted === undefined && given === undefined) return null
  const key = given ?? join(path, keyName)
  const found = await readChecksum(key).catch(() => null)
  if (found === null) {
    throw new OperatorError(
      given === undefined
        ? `The backup has no key: ${key} is missing. Without it no stored access key can be read. Say where it is with --key FILE; nothing was changed.`
        : `The key ${key} cannot be read; nothing was changed.`,
    )
  }
  if (noted === undefined || found.sha256 === noted.sha256) return key
  throw new OperatorError(
    `${key} is not the key with which the secrets of this backup are sealed. Say where that is with --key FILE; nothing was changed.`,
  )
}

async function requireWholeFiles({ path, manifest }: BackupPoint): Promise<void> {
  const damage: string[] = []
  for (const file of manifest.files) {
    // It may be somewhere else, and is compared there.
    if (file.path === keyName) continue
    const problem = await findFileProblem(path, file)
    if (problem !== null) damage.push(`${file.path} ${problem}`)
  }
  if (damage.length === 0) return
  throw new OperatorError(
    `${path} is damaged; nothing was changed. \`backup list\` shows other points, for --at:\n  ${damage.join('\n  ')}`,
  )
}

async function restore(
  dataDir: string,
  backup: string,
  { path, manifest }: BackupPoint,
  key: string | null,
  call: CopyCall,
): Promise<void> {
  await chmod(dataDir, 0o700)
  const unfinished = toUnfinishedPath(dataDir)
  const files = manifest.files.filter((file) => ![keyName, metadataFile, blobListName].includes(file.path))
  await requireRoom(
    dataDir,
    manifest.files.reduce((bytes, file) => bytes + file.bytes, 0),
  )
  await writeFile(unfinished, path, { mode: 0o600, flush: true })
  await syncDirectory(dataDir)
  const lacking = new Set(manifest.damaged.map(({ digest }) => digest))
  const { damaged } = await copyBlobs(
    {
      from: openBlobReader(backup),
      to: openFilesystemBlobStore(dataDir, randomUUID),
      directory: dataDir,
    },
    () => readPresent(path, lacking),
    call,
  )
  if (damaged.length > 0) {
    const lines = damaged.map(({ digest, problem }) => `${digest} ${problem}`)
    throw new OperatorError(
      `The backup is damaged, and ${dataDir} is not complete; mend the backup and run this again, or remove ${dataDir} and take another point:\n  ${lines.join('\n  ')}`,
    )
  }
  await mkdir(join(dataDir, 'audit'), { recursive: true, mode: 0o700 })
  for (const file of files) await restoreFile(path, file, dataDir)
  await syncDirectory(join(dataDir, 'audit'))
  if (key !== null) await copyAnew(key, join(dataDir, keyName))
  const metadata = join(dataDir, metadataFile)
  const draft = `${metadata}.restored`
  const copied = await copyAnew(join(path, metadataFile), draft)
  requireSame(copied.sha256, manifest.files, metadataFile)
  adoptCopy(draft)
  await syncDirectory(dataDir)
  await rename(draft, metadata)
  await syncDirectory(dataDir)
  await rm(unfinished)
  await syncDirectory(dataDir)
  await syncDirectory(dirname(dataDir))
}

async function* readPresent(point: string, lacking: ReadonlySet<string>): ReturnType<typeof readBlobList> {
  for await (const blob of readBlobList(point)) if (!lacking.has(blob.digest)) yield blob
}

async function restoreFile(point: string, file: PointFile, dataDir: string): Promise<void> {
  const { sha256 } = await copyAnew(join(point, file.path), join(dataDir, file.path))
  requireSame(sha256, [file], file.path)
}

/** What an interrupted restore has left is written again. */
async function copyAnew(from: string, to: string): ReturnType<typeof copyWhole> {
  await rm(to, { force: true })
  return copyWhole(from, to)
}

function requireSame(sha256: string, files: readonly PointFile[], path: string): void {
  if (files.find((file) => file.path === path)?.sha256 === sha256) return
  throw new OperatorError(`${path} has changed while it was restored. Look at the disk of the backup.`)
}
