/** Blobs as files in `DATA_DIR`. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { lstat, mkdir, opendir, readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DIGEST_ALGORITHMS, type Digest, isDigest, parseDigest } from '#lib/oci/digest.ts'
import { syncDirectory, syncDirectoryNow } from '../sync-directory.ts'
import type { BlobStore } from './blob-store.ts'
import { createFileWriter } from './file-writer.ts'
import { openFills } from './fills.ts'
import { sendFile } from './send-file.ts'
import { openUploadNotes, removeUnnoted } from './upload-notes.ts'

/**
 * Opens the blobs. What an earlier process received in part stays where a note says whose it is; where other processes may have some,
 * nobody goes on with another's, and those to which nothing has happened for two days are removed.
 *
 *     DATA_DIR/
 *       blobs/
 *         sha256/ab/abcdef…     one whole blob, named by its digest
 *         sha512/…
 *       quarantine/sha256-…     what was found not to be what its digest says
 *       fills/<account>-sha256-…  a blob on its way from another registry, to be taken up after a crash
 *       uploads/<uuid>          a blob on its way; renamed into place when it is whole
 *       uploads/<uuid>.json     the note beside it
 */
export function openFilesystemBlobStore(
  dataDir: string,
  newId: () => string,
  { isShared = false }: { isShared?: boolean } = {},
): BlobStore {
  const blobs = join(dataDir, 'blobs')
  const uploads = join(dataDir, 'uploads')
  mkdirSync(uploads, { recursive: true, mode: 0o700 })
  if (isShared) removeAbandoned(uploads)
  else removeUnnoted(uploads)
  for (const algorithm of DIGEST_ALGORITHMS) {
    mkdirSync(join(blobs, algorithm), { recursive: true, mode: 0o700 })
  }
  syncDirectoryNow(blobs)
  syncDirectoryNow(dataDir)

  const toPath = (digest: Digest) => toBlobPath(blobs, digest)
  const quarantine = join(dataDir, 'quarantine')
  const toAside = (digest: Digest): string => join(quarantine, digest.replace(':', '-'))

  const durable = new Set<string>()
  /** Before the first blob of this process goes into a folder, also one that another process made: its name must outlive a loss of power. */
  const makeDurable = async (folder: string): Promise<void> => {
    if (durable.has(folder)) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await syncDirectory(dirname(folder))
    durable.add(folder)
  }

  const put = async (from: string, to: string): Promise<void> => {
    await makeDurable(dirname(to))
    await rename(from, to)
    await syncDirectory(dirname(to))
  }
  const keep = async (from: string, digest: Digest): Promise<void> => {
    const to = toPath(digest)
    try {
      await put(from, to)
    } catch (error) {
      if (!hasCode(error, notAsMade)) throw error
      durable.delete(dirname(to))
      await clearPlace(to, quarantine, newId)
      await put(from, to)
    }
  }

  const notes = openUploadNotes(uploads)
  const createWriter = (id = newId()) => createFileWriter(join(uploads, id), keep)
  const fills = openFills(join(dataDir, 'fills'), keep, createWriter)

  return {
    createWriter,
    async resumeWriter(id, toClaimed) {
      const path = join(uploads, id)
      const foundBytes = (await readSize(path)) ?? 0
      const claimedBytes = toClaimed(foundBytes)
      if (foundBytes > claimedBytes) await truncate(path, claimedBytes)
      return createFileWriter(path, keep, claimedBytes)
    },
    notes: isShared ? { ...notes, list: async () => [] } : notes,
    fills: isShared ? { ...fills, open: async () => createWriter() } : fills,
    arrivals: null,
    kind: 'files',
    ...openBlobReader(dataDir),
    delete: (digest) => rm(toPath(digest), { force: true }),
    async setAside(digest) {
      await mkdir(quarantine, { recursive: true, mode: 0o700 })
      const from = toPath(digest)
      await rename(from, toAside(digest))
      await Promise.all([syncDirectory(quarantine), syncDirectory(dirname(from))])
    },
    listAside: () => listAside(quarantine),
    deleteAside: (digest) => rm(toAside(digest), { force: true }),
    list: () => listBlobs(blobs),
    sweep: async () => {},
    close: async () => {},
  }
}

/** What the system says where somebody has removed a folder of blobs, or put another thing in the place of one, or of a blob. */
const notAsMade: readonly unknown[] = ['EEXIST', 'EISDIR', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY']

function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(error.code)
}

/** Moves aside whatever is neither a folder where blobs have one, nor a file where a blob has its own. */
async function clearPlace(blob: string, quarantine: string, newId: () => string): Promise<void> {
  const folder = dirname(blob)
  for (const path of [dirname(dirname(folder)), dirname(folder), folder, blob]) {
    const found = await lstat(path).catch(() => null)
    if (found === null || (path === blob ? found.isFile() : found.isDirectory())) continue
    await mkdir(quarantine, { recursive: true, mode: 0o700 })
    await rename(path, join(quarantine, `in-the-place-of-${basename(path)}-${newId()}`))
  }
}

const abandonedAfterMs = 2 * 24 * 60 * 60 * 1000

function removeAbandoned(uploads: string): void {
  for (const name of readdirSync(uploads)) {
    const path = join(uploads, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) rmSync(path, { force: true })
  }
}

/** The same for reading alone: nothing is made or removed, also where the directory cannot be written. */
export function openBlobReader(dataDir: string): Pick<BlobStore, 'stat' | 'locate'> {
  const toPath = (digest: Digest) => toBlobPath(join(dataDir, 'blobs'), digest)
  return {
    stat: (digest) => readSize(toPath(digest)),
    locate: (digest) => ({
      send: (start, end, sink, onSent) => sendFile(toPath(digest), { start, end, onSent }, sink),
    }),
  }
}

function toBlobPath(blobs: string, digest: Digest): string {
  const { algorithm, hex } = parseDigest(digest) ?? {}
  if (algorithm === undefined || hex === undefined) throw new TypeError(`${digest} is not a digest.`)
  return join(blobs, algorithm, hex.slice(0, 2), hex)
}

async function readSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch (error) {
    if (hasCode(error, ['ENOENT', 'ENOTDIR'])) return null
    throw error
  }
}

async function listAside(quarantine: string): Promise<Digest[]> {
  try {
    return (await readdir(quarantine)).map((name) => name.replace('-', ':')).filter(isDigest)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function* listBlobs(blobs: string): ReturnType<BlobStore['list']> {
  for (const algorithm of DIGEST_ALGORITHMS) {
    for await (const folder of await opendir(join(blobs, algorithm))) {
      if (!folder.isDirectory()) continue
      for await (const file of await opendir(join(blobs, algorithm, folder.name))) {
        const digest = `${algorithm}:${file.name}`
        if (!isDigest(digest)) continue
        // Deleted since the folder was opened.
        const found = await stat(join(blobs, algorithm, folder.name, file.name)).catch(() => null)
        if (found?.isFile()) yield { digest, sizeBytes: found.size, writtenAt: found.mtime }
      }
    }
  }
}
