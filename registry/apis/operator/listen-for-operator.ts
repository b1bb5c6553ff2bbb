/** Where the operator API listens: a Unix socket in `DATA_DIR`, mode 0600, that ends with the program. */
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { join, relative } from 'node:path'

/** Of Linux; other systems have a few less. Beyond it, the name would be cut. */
const maxPathBytes = 103

/**
 * The path under which this process opens the socket: the shorter of the absolute and the relative one, because sockets
 * have short names.
 * @returns null when both are too long
 */
export function toSocketPath(dataDir: string, workingDirectory = process.cwd()): string | null {
  const path = join(dataDir, 'operator.sock')
  const candidates = [path, relative(workingDirectory, path)]
  return candidates.find((candidate) => Buffer.byteLength(candidate) <= maxPathBytes) ?? null
}

/**
 * Listens, in place of a socket that a killed program has left behind: call it only with the lock on `dataDir`.
 * @throws {Error} where the file system has no sockets, or the path is too long
 */
export async function listenForOperator(server: Server, dataDir: string): Promise<void> {
  const path = toSocketPath(dataDir)
  if (path === null) throw new Error(`The path of ${dataDir} is too long for a socket in it.`)
  rmSync(path, { force: true })
  server.listen(path)
  await once(server, 'listening')
  chmodSync(path, 0o600)
}
