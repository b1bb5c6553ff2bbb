/**
 * One process owns a `DATA_DIR`. The lock is an SQLite file held in an exclusive transaction: the operating
 * system lets it go when the process ends, however it ends, so a killed program never blocks the next one.
 * `lock.json` beside it only says who holds it.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { createPrivateFile } from './create-private-file.ts'

const sqliteBusy = 5

const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() })
export type LockHolder = z.infer<typeof holderSchema>

/** Another process owns the `DATA_DIR`; the message names it. */
export class StoreLockedError extends Error {
  override name = 'StoreLockedError'
}

/**
 * Takes the lock and keeps it until the returned function is called or the process ends.
 * @throws {StoreLockedError} when another process holds it
 */
export function holdLock(dataDir: string, now: Date): () => void {
  const path = join(dataDir, 'lock')
  createPrivateFile(path)
  const lock = new DatabaseSync(path)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new StoreLockedError(describeHolder(dataDir), { cause: error })
    }
    throw error
  }
  const holder: LockHolder = { pid: process.pid, host: hostname(), since: now.toISOString() }
  writeFileSync(`${path}.json`, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  return () => {
    // While the lock is still held, so that what the next holder writes is never removed.
    rmSync(`${path}.json`, { force: true })
    lock.close()
  }
}

function describeHolder(dataDir: string): string {
  const holder = readHolder(dataDir)
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
    : 'another process that is just starting or stopping'
  return `${dataDir} is in use by ${who}. Stop that process, or choose another DATA_DIR.`
}

function readHolder(dataDir: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(dataDir, 'lock.json'), 'utf8')))
  } catch {
    return null
  }
}
