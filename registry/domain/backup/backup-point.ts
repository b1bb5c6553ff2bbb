/**
 * What a backup looks like. Its points in time share the content of images:
 *
 *     TO/
 *       blobs/sha256/ab/abcdef…            what was copied once and is named by points
 *       points/20261129T024501.123Z/
 *         metadata.sqlite                  as of this moment
 *         blobs.txt                        what it names: in each line a digest and a size
 *         key, credentials                 0600  the secrets
 *         audit/                           the audit log's files
 *         manifest.json                    what is here, with checksums; written last
 *
 * While it is made, its folder ends in `.unfinished`, and so does that of a point that is being removed. Any other folder without its
 * `manifest.json` has lost it, and is no point; what is in it may still be of use, and is left alone.
 */
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { OperatorError } from '../operator-error.ts'

export const keyName = 'key'
export const blobListName = 'blobs.txt'
export const manifestName = 'manifest.json'
export const unfinishedEnding = '.unfinished'

/** Names alone: a backup may come from anywhere, and nothing is to be written outside `DATA_DIR`. */
const pathSchema = z.string().regex(/^(?:audit\/)?[\w-][\w.-]*$/)
const fileSchema = z.object({ path: pathSchema, bytes: z.number(), sha256: z.string() })
/** A file of a point, with its path inside the point. */
export type PointFile = z.infer<typeof fileSchema>

const manifestSchema = z.object({
  /** Of this file. */
  form: z.literal(1),
  /** Everything that was acknowledged before is in it. */
  time: z.iso.datetime(),
  /** Of the metadata: how many migrations it has had. */
  metadataForm: z.number(),
  storeId: z.string(),
  auditHead: z.object({ sequence: z.number(), sha256: z.string() }),
  rows: z.record(z.string(), z.number()),
  blobs: z.number(),
  bytes: z.number(),
  /** Blobs that could not be copied, because they were missing or damaged already. */
  damaged: z.array(z.object({ digest: z.string(), problem: z.string() })),
  files: z.array(fileSchema),
})
export type PointManifest = z.infer<typeof manifestSchema>

export interface BackupPoint {
  /** The name of its folder: its time. */
  name: string
  path: string
  manifest: PointManifest
}

/** The folder of all points of a backup. */
export function toPointsPath(backup: string): string {
  return join(backup, 'points')
}

/** A time as the name of a folder, in ISO 8601's basic form, which every file system takes. */
export function toPointName(time: Date): string {
  return time.toISOString().replace(/[-:]/g, '')
}

/**
 * The points of a backup, the oldest first.
 * @throws {OperatorError} when there is no backup, or a manifest cannot be read
 */
export async function listPoints(backup: string): Promise<BackupPoint[]> {
  const points: BackupPoint[] = []
  for (const name of (await listFolders(backup)).sort()) {
    if (name.endsWith(unfinishedEnding)) continue
    const path = join(toPointsPath(backup), name)
    const manifest = await readManifest(path)
    if (manifest !== null) points.push({ name, path, manifest })
  }
  return points
}

/** Folders of backups that did not end, and of points that were not removed to their end. */
export async function listUnfinished(backup: string): Promise<string[]> {
  const unfinished = (await listFolders(backup)).filter((name) => name.endsWith(unfinishedEnding))
  return unfinished.map((name) => join(toPointsPath(backup), name))
}

/** Names of folders whose manifest is lost; or, of an earlier version of the program, of backups that did not end. */
export async function listWithoutManifest(backup: string): Promise<string[]> {
  const hasManifest = (name: string) => existsSync(join(toPointsPath(backup), name, manifestName))
  return (await listFolders(backup)).filter((name) => !name.endsWith(unfinishedEnding) && !hasManifest(name))
}

/** What is said of such a folder, behind its name. */
export const withoutManifestWords = `has no ${manifestName}: it was lost, and the folder is no point; or an earlier version of the program has begun it and not ended. Put ${manifestName} back, or remove the folder.`

async function listFolders(backup: string): Promise<string[]> {
  try {
    const entries = await readdir(toPointsPath(backup), { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    throw new OperatorError(`There is no backup in ${backup}.`, { cause: error })
  }
}

async function readManifest(point: string): Promise<PointManifest | null> {
  const path = join(point, manifestName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new OperatorError(`${path} cannot be read; mend its permissions.`, { cause: error })
  }
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new OperatorError(
      `${path} is damaged, or of a newer version of the program. Move its folder away to use the other points.`,
      { cause: error },
    )
  }
}

/**
 * The newest point, or the newest at a time.
 * @param at a time, or the name of a point
 * @throws {OperatorError} when there is none
 */
export async function requirePoint(backup: string, at: string | undefined): Promise<BackupPoint> {
  const points = await listPoints(backup)
  if (points.length === 0)
    throw new OperatorError(`No backup in ${backup} has ended; there is nothing to use.`)
  const named = points.find(({ name }) => name === at)
  const found = named ?? points.findLast(({ manifest }) => at === undefined || isUntil(manifest.time, at))
  if (found !== undefined) return found
  throw new OperatorError(
    `The oldest point in ${backup} is of ${points[0]?.manifest.time}, which is after ${at}.`,
  )
}

function isUntil(time: string, at: string): boolean {
  const limit = Date.parse(at)
  if (Number.isNaN(limit)) {
    throw new OperatorError(`${at} is neither a time, such as 2026-11-25T00:00:00Z, nor the name of a point.`)
  }
  return Date.parse(time) <= limit
}

export interface ListedBlob {
  digest: Digest
  sizeBytes: number
}

/** What the metadata of a point names. */
export async function* readBlobList(point: string): AsyncGenerator<ListedBlob> {
  const input = createReadStream(join(point, blobListName))
  for await (const line of createInterface({ input })) {
    const [digest = '', size] = line.split(' ')
    if (!isDigest(digest)) throw new OperatorError(`${join(point, blobListName)} is damaged.`)
    yield { digest, sizeBytes: Number(size) }
  }
}
