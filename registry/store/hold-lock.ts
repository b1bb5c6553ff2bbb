/**
 * One process owns a `DATA_DIR`. The lock is an SQLite file held in an exclusive transaction: the operating
 * system lets it go when the process ends, however it ends, so a killed program never blocks the next one.
 * `lock.json` beside it only says who holds it.
 */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { createPrivateFile } from './create-private-file.ts'
import { isStoreFull, StoreError } from './store-error.ts'

const sqliteBusy = 5
const sqliteNotADatabase = 26

const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.string() })
export type LockHolder = z.infer<typeof holderSchema>

/** Another process owns the `DATA_DIR`; the message names it. */
export class StoreLockedError extends Error {
  override name = 'StoreLockedError'
}

/** The lock itself cannot be used; the message names its file. */
export class StoreLockError extends StoreError {
  override name = 'StoreLockError'
}

/**
 * Takes the lock and keeps it until the returned function is called or the process ends.
 * @throws {StoreLockedError} when another process holds it
 * @throws {StoreLockError} when its file cannot be used
 */
export function holdLock(dataDir: string, now: Date): () => void {
  const path = join(dataDir, 'lock')
  createPrivateFile(path)
  const lock = takeLock(dataDir, path)
  noteHolder(`${path}.json`, now)
  return () => {
    // While the lock is still held, so that what the next holder writes is never removed.
    rmSync(`${path}.json`, { recursive: true, force: true })
    lock.close()
  }
}

function takeLock(dataDir: string, path: string): DatabaseSync {
  try {
    return lockFile(path)
  } catch (error) {
    if (hasCode(error, sqliteBusy)) throw new StoreLockedError(describeHolder(dataDir), { cause: error })
    if (isStoreFull(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreLockError(
      `${path} cannot be locked (${reason}). It has to be a file that the registry's user can write. Nothing is stored in it: while no registry runs, remove it, and it is made again.`,
      { cause: error },
    )
  }
}

function lockFile(path: string): DatabaseSync {
  try {
    return begin(path)
  } catch (error) {
    if (!hasCode(error, sqliteNotADatabase)) throw error
    // Nothing is in it, and nobody holds it, or it would be busy. In place: others who wait for it have it open.
    truncateSync(path, 0)
    return begin(path)
  }
}

function begin(path: string): DatabaseSync {
  const lock = new DatabaseSync(path)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === code
}

/** It is for whoever is refused, and not needed: on a full disk there may be no room for it. */
function noteHolder(path: string, now: Date): void {
  const holder: LockHolder = { pid: process.pid, host: hostname(), since: now.toISOString() }
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  } catch {
    rmSync(path, { recursive: true, force: true })
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
