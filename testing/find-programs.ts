/** Which processes `npm start` has started. Only where the system has `/proc`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** `npm start` and its data folder. */
export interface StartedPair {
  program: { pid: number }
  dataDir: string
}

/** The process that owns the data folder: the registry. */
export function readHolder(dataDir: string): number {
  return z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(join(dataDir, 'lock.json'), 'utf8'))).pid
}

/** The process of the gallery: what `npm start` has started besides the registry. @throws {Error} while one of them is away */
export function findGallery({ program, dataDir }: StartedPair): number {
  const children = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8')
  const registry = readHolder(dataDir)
  const others = children.split(/\s+/).filter((pid) => pid !== '' && Number(pid) !== registry)
  if (others.length !== 1) throw new Error(`npm start has started ${children}; which is the gallery?`)
  return Number(others[0])
}
