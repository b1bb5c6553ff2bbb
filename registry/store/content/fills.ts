/**
 * Blobs that are fetched by their digest: a file is named by the digest, so that a later process takes up what an earlier one has
 * received. What a crash has left of it may be wrong; the digest of the whole tells, as it does of what comes over a line.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digest } from '#lib/oci/digest.ts'
import type { BlobFillStore, BlobWriter } from './blob-store.ts'
import { createFileWriter } from './file-writer.ts'

/** @param createOther a writer for what is being written already, such as the same blob in another repository */
export function openFills(
  folder: string,
  keep: (path: string, digest: Digest) => Promise<void>,
  createOther: () => BlobWriter,
): BlobFillStore {
  const taken = new Set<string>()
  return {
    async open(from, digest) {
      const name = `${from}-${digest.replace(':', '-')}`
      if (taken.has(name)) return createOther()
      taken.add(name)
      const path = join(folder, name)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const writer = createFileWriter(path, keep, await readSize(path))
        return withRelease(writer, () => taken.delete(name))
      } catch (error) {
        taken.delete(name)
        throw error
      }
    },
    async tidy(before) {
      for (const name of await list(folder)) {
        const path = join(folder, name)
        const found = await stat(path).catch(() => null)
        if (found === null || found.mtime >= before || taken.has(name)) continue
        await rm(path, { force: true })
      }
    },
    async shrink(from, maxBytes) {
      const left: { path: string; sizeBytes: number; at: number }[] = []
      for (const name of await list(folder)) {
        if (!name.startsWith(`${from}-`) || taken.has(name)) continue
        const path = join(folder, name)
        const found = await stat(path).catch(() => null)
        if (found !== null) left.push({ path, sizeBytes: found.size, at: found.mtimeMs })
      }
      let bytes = left.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      for (const { path, sizeBytes } of left.sort((one, other) => one.at - other.at)) {
        if (bytes <= maxBytes) return
        await rm(path, { force: true })
        bytes -= sizeBytes
      }
    },
    async sum() {
      let bytes = 0
      for (const name of await list(folder)) {
        bytes += await readSize(join(folder, name))
      }
      return bytes
    },
  }
}

/** The name is free again when the writer is done with. */
function withRelease(writer: BlobWriter, release: () => void): BlobWriter {
  return {
    get sizeBytes() {
      return writer.sizeBytes
    },
    append: (bytes, free) => writer.append(bytes, free),
    computeDigest: (algorithm) => writer.computeDigest(algorithm),
    send: (start, end, sink, onSent, more) => writer.send(start, end, sink, onSent, more),
    keepOpen: () => writer.keepOpen(),
    async commit(digest) {
      await writer.commit(digest)
      release()
    },
    async discard() {
      await writer.discard()
      release()
    },
    leave: async () => release(),
  }
}

async function readSize(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
