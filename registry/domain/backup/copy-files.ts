/** Copies files so that they are on the disk when it returns, and says what was copied. */
import { createHash } from 'node:crypto'
import { type FileHandle, link, open } from 'node:fs/promises'

export interface Copied {
  bytes: number
  sha256: string
}

/**
 * Copies the first bytes of an open file.
 * @param bytes how many; a file that is added to meanwhile is longer
 */
export async function copyPart(source: FileHandle, bytes: number, to: string): Promise<Copied> {
  const target = await open(to, 'wx', 0o600)
  try {
    const copied = await readPart(source, bytes, (chunk) => writeWhole(target, chunk))
    await target.sync()
    return copied
  } finally {
    await target.close()
  }
}

/** Copies a file. */
export async function copyWhole(from: string, to: string): Promise<Copied> {
  const source = await open(from, 'r')
  try {
    return await copyPart(source, (await source.stat()).size, to)
  } finally {
    await source.close()
  }
}

/** The checksum of a whole file. */
export async function readChecksum(path: string): Promise<Copied> {
  const source = await open(path, 'r')
  try {
    return await readPart(source, (await source.stat()).size)
  } finally {
    await source.close()
  }
}

/** Reads the first bytes of an open file, and answers their checksum. */
export async function readPart(
  source: FileHandle,
  bytes: number,
  take: (chunk: Uint8Array) => Promise<void> = async () => {},
): Promise<Copied> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(256 * 1024)
  let read = 0
  while (read < bytes) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, bytes - read), read)
    if (bytesRead === 0) throw new Error('A file has become shorter while it was copied.')
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    await take(chunk)
    read += bytesRead
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Gives the file a second name where the file system can, and answers whether it could. */
export async function linkWherePossible(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    () => false,
  )
}

async function writeWhole(target: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await target.write(chunk, written, chunk.length - written)).bytesWritten
  }
}
