/** Compresses a file of the audit log to which nothing is added any more; `zcat` and `zgrep` read it. */
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Whenever it is interrupted, one of both forms is there and whole. */
export async function compressAuditFile(path: string): Promise<void> {
  const part = `${path}.part`
  // `flush`: its bytes are on the disk before the name says that it is whole.
  const output = createWriteStream(part, { mode: 0o600, flush: true })
  try {
    await pipeline(createReadStream(path), createGzip(), output)
    renameSync(part, `${path}.gz`)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  rmSync(path)
}
