/**
 * Makes a point of a backup while the registry runs. First the metadata as of one moment, then the blobs that it names; files of
 * blobs are not deleted meanwhile, so that each is still there. What an earlier point has copied is not copied again.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { Config } from '#lib/config/config.ts'
import { openFilesystemBlobStore } from '#registry/store/content/filesystem-blob-store.ts'
import { holdLock, StoreLockedError } from '#registry/store/hold-lock.ts'
import type { KeyRing } from '#registry/store/key-ring.ts'
import { metadataFile, type Store } from '#registry/store/open-store.ts'
import { isStoreFull } from '#registry/store/store-error.ts'
import { syncDirectory } from '#registry/store/sync-directory.ts'
import { findLostSecrets } from '../access/lost-secrets.ts'
import type { Deletions } from '../images/deletions.ts'
import { OperatorError } from '../operator-error.ts'
import { toMegabytes } from '../to-megabytes.ts'
import {
  type BackupPoint,
  blobListName,
  keyName,
  listPoints,
  listUnfinished,
  listWithoutManifest,
  manifestName,
  type PointFile,
  type PointManifest,
  readBlobList,
  toPointName,
  toPointsPath,
  unfinishedEnding,
  withoutManifestWords,
} from './backup-point.ts'
import { type CopyCall, copyBlobs, toWords } from './copy-blobs.ts'
import { copyPart, copyWhole, linkWherePossible, readChecksum, readPart } from './copy-files.ts'
import { isInside } from './is-inside.ts'
import { prunePoints } from './prune-points.ts'

const progressIntervalMs = 5_000

const lostHold =
  'The connection to the database was lost meanwhile, and other processes may have deleted what this backup names. It was not made; make it again.'

export interface CreatedBackup {
  point: string
  time: string
  rows: PointManifest['rows']
  blobs: number
  bytes: number
  copiedBlobs: number
  copiedBytes: number
  removedPoints: number
}

export interface BackupService {
  config: Pick<Config, 'dataDir'>
  store: Pick<Store, 'accessKeys' | 'content' | 'copyMetadata'>
  keys: KeyRing
  deletions: Deletions
  clock: () => Date
  /** Writes down what waits in memory. */
  flush(): Promise<void>
}

/**
 * Makes a point in `to`.
 * @param keep how many points stay; all where it is undefined
 * @throws {OperatorError} when it cannot be made, or lacks blobs that were damaged already, or the secret of its access keys; it is a
 *   point then nevertheless
 */
export async function createBackup(
  service: BackupService,
  { to, keep }: { to: string; keep?: number | undefined },
  call: CopyCall,
): Promise<CreatedBackup> {
  requirePlace(service.config.dataDir, to)
  const release = await openTarget(to, service.clock())
  try {
    for (const path of await listUnfinished(to)) await rm(path, { recursive: true })
    for (const name of await listWithoutManifest(to)) call.tell(`${name} ${withoutManifestWords}`)
    const { result, damaged } = await makePoint(service, to, call)
    const problems = [...toDamageWords(damaged), ...(await findSecretProblems(service, result.point))]
    // What an older point still has may be what this one lacks.
    if (problems.length > 0) {
      throw new OperatorError([`The backup ${basename(result.point)} is made, but:`, ...problems].join('\n'))
    }
    const removedPoints = keep === undefined ? 0 : await prunePoints(to, keep)
    return { ...result, removedPoints }
  } catch (error) {
    throw toWords(to, error)
  } finally {
    release()
  }
}

function requirePlace(dataDir: string, to: string): void {
  if (!isAbsolute(to)) throw new OperatorError(`${to} has to be an absolute path.`)
  if (isInside(dataDir, to) || isInside(to, dataDir)) {
    throw new OperatorError(
      `${to} and ${dataDir} must not lie in each other. Choose a folder on another disk.`,
    )
  }
}

/** Only one backup at a time is written there, by this lock. */
async function openTarget(to: string, now: Date): Promise<() => void> {
  const points = toPointsPath(to)
  try {
    await mkdir(to, { recursive: true, mode: 0o700 })
    const names = (await readdir(to)).filter((name) => name !== 'lost+found')
    if (names.length > 0 && !existsSync(points)) {
      throw new OperatorError(`${to} has other things in it than a backup. Choose an empty folder.`)
    }
    await mkdir(points, { recursive: true, mode: 0o700 })
    return holdLock(to, now)
  } catch (error) {
    if (error instanceof OperatorError) throw error
    if (error instanceof StoreLockedError) {
      throw new OperatorError(`Another backup is being made in ${to}. Wait for its end.`, { cause: error })
    }
    throw toPlaceError(to, error)
  }
}

function toPlaceError(to: string, error: unknown): unknown {
  if (isStoreFull(error)) return toWords(to, error)
  const reason = error instanceof Error ? error.message : String(error)
  return new OperatorError(
    `Nothing can be written to ${to} (${reason}). The registry's user has to own it.`,
    {
      cause: error,
    },
  )
}

async function makePoint(service: BackupService, to: string, call: CopyCall) {
  const { config, store, deletions, clock } = service
  const earlier = (await listPoints(to)).at(-1) ?? null
  const noDeletions = await deletions.hold()
  const audit = await noteAuditFiles(service)
  try {
    const time = toPointTime(clock(), earlier, call)
    const toPath = () => join(toPointsPath(to), toPointName(time))
    // One without a manifest may have the name.
    while (existsSync(toPath())) time.setTime(time.getTime() + 1)
    const point = toPath()
    const path = `${point}${unfinishedEnding}`
    await mkdir(path, { mode: 0o700 })
    const copied = await store.copyMetadata({
      to: join(path, metadataFile),
      listTo: join(path, blobListName),
      signal: call.signal,
      onProgress: everySoOften(call),
    })
    if (copied.damage.length > 0) {
      throw new OperatorError(
        `The metadata is damaged, and no backup was made. Keep the earlier ones:\n  ${copied.damage.join('\n  ')}`,
      )
    }
    const files: PointFile[] = []
    for (const name of [metadataFile, blobListName]) {
      files.push({ path: name, ...(await readChecksum(join(path, name))) })
    }
    for (const name of [keyName, 'credentials']) {
      const source = join(config.dataDir, name)
      if (!existsSync(source)) continue
      files.push({ path: name, ...(await copySecret(source, join(path, name))) })
    }
    files.push(...(await copyAuditFiles(audit, path, earlier)))
    const content = openFilesystemBlobStore(to, randomUUID)
    const blobs = await copyBlobs(
      { from: store.content, to: content, directory: to },
      () => readBlobList(path),
      call,
    )
    if (!noDeletions.isHeld()) throw new OperatorError(lostHold)
    const { form, damage: _, ...contents } = copied
    const manifest: PointManifest = {
      form: 1,
      time: time.toISOString(),
      metadataForm: form,
      ...contents,
      damaged: blobs.damaged,
      files,
    }
    await finishPoint(path, manifest, point)
    const { rows, blobs: count, bytes } = copied
    const result = {
      point,
      time: manifest.time,
      rows,
      blobs: count,
      bytes,
      copiedBlobs: blobs.copied,
      copiedBytes: blobs.copiedBytes,
    }
    return { result, damaged: blobs.damaged }
  } finally {
    noDeletions.release()
    for (const { file } of audit) await file.close()
  }
}

async function copySecret(from: string, to: string): ReturnType<typeof copyWhole> {
  try {
    return await copyWhole(from, to)
  } catch (error) {
    if (isStoreFull(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new OperatorError(
      `${from} cannot be copied (${reason}), and no backup was made. It has to be a file of the registry's user.`,
      { cause: error },
    )
  }
}

/** Points are in the order of their times, also where the clock was set back: what was made last is the newest, and stays longest. */
function toPointTime(now: Date, newest: BackupPoint | null, { tell }: CopyCall): Date {
  const newestMs = newest === null ? Number.NEGATIVE_INFINITY : Date.parse(newest.manifest.time)
  if (now.getTime() > newestMs) return new Date(now)
  const time = new Date(newestMs + 1)
  tell(
    `The newest point is of ${newest?.manifest.time}, and the clock says ${now.toISOString()}: this one is noted as of ${time.toISOString()}.`,
  )
  return time
}

interface NotedFile {
  name: string
  file: FileHandle
  bytes: number
}

/** Noted before the metadata is copied, so that the files know of no record that the copy does not have. */
async function noteAuditFiles({ config, flush }: BackupService): Promise<NotedFile[]> {
  await flush()
  const folder = join(config.dataDir, 'audit')
  const noted: NotedFile[] = []
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue
    // Open, it can be read also when it is removed meanwhile.
    const file = await open(join(folder, entry.name), 'r').catch(() => null)
    if (file !== null) noted.push({ name: entry.name, file, bytes: (await file.stat()).size })
  }
  return noted
}

/** Those that an earlier point has as they are get a second name there, and take no room. */
async function copyAuditFiles(
  noted: readonly NotedFile[],
  point: string,
  earlier: BackupPoint | null,
): Promise<PointFile[]> {
  await mkdir(join(point, 'audit'), { mode: 0o700 })
  const files: PointFile[] = []
  for (const { name, file, bytes } of noted) {
    const path = join('audit', name)
    const known = earlier?.manifest.files.find((candidate) => candidate.path === path)
    const to = join(point, path)
    const isKnown =
      earlier !== null &&
      known?.bytes === bytes &&
      known.sha256 === (await readPart(file, bytes)).sha256 &&
      (await linkWherePossible(join(earlier.path, path), to))
    files.push({ path, ...(isKnown ? { bytes, sha256: known.sha256 } : await copyPart(file, bytes, to)) })
  }
  await syncDirectory(join(point, 'audit'))
  return files
}

/** From now on it is a point. */
async function finishPoint(path: string, manifest: PointManifest, point: string): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  await writeFile(join(path, manifestName), text, { mode: 0o600, flush: true })
  await syncDirectory(path)
  await rename(path, point)
  await syncDirectory(dirname(point))
}

function everySoOften({ tell }: CopyCall): (pages: number, totalPages: number) => void {
  let toldAt = performance.now()
  return (pages, totalPages) => {
    if (performance.now() - toldAt < progressIntervalMs) return
    toldAt = performance.now()
    tell(`${Math.floor((100 * pages) / totalPages)} % of the metadata`)
  }
}

function toDamageWords(damaged: PointManifest['damaged']): string[] {
  if (damaged.length === 0) return []
  const lines = damaged.map(({ digest, problem }) => `${digest} ${problem}`)
  return [
    `These blobs of the registry were damaged already and are not in it; push them again:\n  ${lines.join('\n  ')}`,
  ]
}

/** Without the secret that opens its access keys, nobody could sign in after a restore. */
async function findSecretProblems({ store, keys }: BackupService, point: string): Promise<string[]> {
  if (keys.source.kind === 'own' && !existsSync(join(point, keyName))) {
    return ['There was no DATA_DIR/key for it. Put that back, and make the backup again.']
  }
  const lost = await findLostSecrets({ store, keys })
  return lost === null ? [] : [lost.message]
}

/** The backup as lines for a person. */
export function toBackupLines(created: CreatedBackup): string[] {
  const { point, rows, blobs, bytes, copiedBlobs, copiedBytes, removedPoints } = created
  return [
    `The backup is made: ${point}`,
    `  accounts:      ${rows.account}`,
    `  repositories:  ${rows.repository}`,
    `  images:        ${rows.image}, with ${rows.image_tag} tags`,
    `  blobs:         ${blobs} (${toMegabytes(bytes)}), of which ${copiedBlobs} (${toMegabytes(copiedBytes)}) were new`,
    ...(removedPoints > 0 ? [`  older points:  ${removedPoints} removed`] : []),
  ]
}
