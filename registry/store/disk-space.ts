/**
 * The space on the disk of `DATA_DIR`, and a reserve of it: what is new is refused before the disk is full, and a file of the
 * reserve's size is there to be given up, so that deletes, garbage collection and the audit log go on when something else has
 * filled the disk to its last byte.
 */
import { randomFillSync } from 'node:crypto'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreFullError, storeFullMessage } from './store-error.ts'

export interface DiskSpace {
  /**
   * @param bytes that are about to be added
   * @throws {StoreFullError} when they would use up the reserve
   */
  requireRoom(bytes: number): void
  read(): SpaceState
  /** Gives up the file of the reserve; false when it is not there. */
  release(): boolean
  /** Makes the file of the reserve where there is room for it, and gives it up when nearly nothing is left. */
  keepReserve(): Promise<void>
}

export interface SpaceState {
  /** What may be written to the disk, with the reserve; null where the file system does not say. */
  freeBytes: number | null
  /** What is new is refused. */
  isLow: boolean
}

/** So old may be what is known of the disk. */
const keptMs = 1_000
/** Or so old, when it would be less than `nearBytes` afterwards. */
const nearlyKeptMs = 20
const nearBytes = 256 * 1024 * 1024
const chunkBytes = 1024 * 1024

/**
 * @param reserveBytes of the reserve; 0 for none
 * @param readFreeBytes how much an unprivileged user may still write; for tests
 */
export function createDiskSpace(
  dataDir: string,
  reserveBytes: number,
  readFreeBytes: () => number = () => {
    const { bavail, bsize } = statfsSync(dataDir)
    return bavail * bsize
  },
): DiskSpace {
  const path = join(dataDir, 'reserve')
  let knownAt = Number.NEGATIVE_INFINITY
  let room = Number.POSITIVE_INFINITY
  let letIn = 0
  let letInBefore = 0
  let countedAt = Number.NEGATIVE_INFINITY
  let state: SpaceState = { freeBytes: null, isLow: false }

  const look = () => {
    knownAt = performance.now()
    const freeBytes = readOrNull(readFreeBytes)
    if (freeBytes === null) {
      room = Number.POSITIVE_INFINITY
      state = { freeBytes, isLow: false }
      return
    }
    // The file is half of what is kept free, whether it is there or has been given up.
    const left = freeBytes + toFileBytes(path) - 2 * reserveBytes
    if (knownAt - countedAt > keptMs) {
      countedAt = knownAt
      letInBefore = letIn
      letIn = 0
    }
    // What was let in last may not have been written yet.
    room = left - letIn - letInBefore
    // Once low, it has to become clearly more, so that the state does not flicker.
    const isLow = left <= (state.isLow ? reserveBytes / 4 : 0)
    state = { freeBytes, isLow }
  }
  const lookIfOld = (oldMs = keptMs) => {
    if (performance.now() - knownAt > oldMs) look()
  }
  const release = () => {
    if (toFileBytes(path) === 0) return false
    rmSync(path, { force: true })
    look()
    return true
  }

  return {
    requireRoom(bytes) {
      lookIfOld(room < bytes + nearBytes ? nearlyKeptMs : keptMs)
      if (state.isLow || bytes > room) throw new StoreFullError(storeFullMessage)
      // Many may come before the disk is looked at again.
      room -= bytes
      letIn += bytes
    },
    read() {
      lookIfOld()
      return state
    },
    release,
    async keepReserve() {
      if (reserveBytes === 0) return
      look()
      if (state.freeBytes === null) return
      const isThere = toFileBytes(path) >= reserveBytes
      if (isThere && state.freeBytes < reserveBytes / 4) release()
      if (!isThere && state.freeBytes >= 3 * reserveBytes) await writeReserve(path, reserveBytes)
      look()
    },
  }
}

function readOrNull(read: () => number): number | null {
  try {
    return read()
  } catch {
    // Not every file system tells; then it shows when a write fails.
    return null
  }
}

function toFileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Of random bytes, since zeros may take no space at all. */
async function writeReserve(path: string, bytes: number): Promise<void> {
  const unfinished = `${path}.new`
  const file = await open(unfinished, 'w', 0o600)
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    for (let written = 0; written < bytes; written += chunk.length) {
      randomFillSync(chunk)
      await file.write(chunk, 0, Math.min(chunk.length, bytes - written))
    }
    await file.sync()
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
}
