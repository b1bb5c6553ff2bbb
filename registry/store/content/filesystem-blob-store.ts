/** Blobs as files in `DATA_DIR`. */
import { mkdirSync, rmSync } from 'node:fs'
import { mkdir, opendir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DIGEST_ALGORITHMS, type Digest, isDigest, parseDigest } from '#lib/oci/digest.ts'
import { syncDirectory, syncDirectoryNow } from '../sync-directory.ts'
import type { BlobStore } from './blob-store.ts'
import { createFileWriter } from './file-writer.ts'
import { openFills } from './fills.ts'
import { sendFile } from './send-file.ts'

/**
 * Opens the blobs. Uploads that an earlier process did not finish are removed.
 *
 *     DATA_DIR/
 *       blobs/
 *         sha256/ab/abcdef…     one whole blob, named by its digest
 *         sha512/…
 *       quarantine/sha256-…     what was found not to be what its digest says
 *       fills/<account>-sha256-…  a blob on its way from another registry, to be taken up after a crash
 *       uploads/<uuid>          a blob on its way; renamed into place when it is whole
 */
export function openFilesystemBlobStore(dataDir: string, newId: () => string): BlobStore {
  const blobs = join(dataDir, 'blobs')
  const uploads = join(dataDir, 'uploads')
  rmSync(uploads, { recursive: true, force: true })
  mkdirSync(uploads, { mode: 0o700 })
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

  const keep = async (from: string, digest: Digest) => {
    const to = toPath(digest)
    await makeDurable(dirname(to))
    await rename(from, to)
    await syncDirectory(dirname(to))
  }
  const createWriter = () => createFileWriter(join(uploads, newId()), keep)

  return {
    createWriter,
    fills: openFills(join(dataDir, 'fills'), keep, createWriter),
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
  }
}

/** The same for reading alone: nothing is made or removed, also where the directory cannot be written. */
export function openBlobReader(dataDir: string): Pick<BlobStore, 'stat' | 'locate'> {
  const toPath = (digest: Digest) => toBlobPath(join(dataDir, 'blobs'), digest)
  return {
    stat: (digest) => readSize(toPath(digest)),
    locate: (digest) => ({
      kind: 'here',
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
    return (await stat(path)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
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
        if (found !== null) yield { digest, sizeBytes: found.size, writtenAt: found.mtime }
      }
    }
  }
}
