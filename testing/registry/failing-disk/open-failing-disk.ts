/**
 * Lets the disk under a program fail, without anything that only an administrator may do: a small library that the system's loader puts
 * between the program and its files (failing-disk.c, compiled when it is needed).
 */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'

const kinds = { write: 1, read: 2, sync: 4, rename: 8, truncate: 16 } as const
export type DiskCall = keyof typeof kinds

/** Below the folder of what is durable: contents and names by number, and files that have lost their name. */
export const durableFolders = ['files', 'folders', 'held'] as const

const controlBytes = 128
const partOffset = 16
const failedOffset = 12

export interface DiskFault {
  calls: readonly DiskCall[]
  /** `short` does a part of what it is asked for, which a program must go on from. */
  error: 'EIO' | 'ENOSPC' | 'short'
  /** How many such calls go well before. Default: 0 */
  after?: number
  /** Files whose path has this in it. Default: all of the folder */
  part?: string
}

export interface FailingDisk {
  /** For the program whose files are to fail. */
  environment: Record<string, string>
  /** From now on, until `mend`. */
  fail(fault: DiskFault): void
  mend(): void
  /** How many calls have failed since `fail`. */
  countFailed(): number
  close(): void
}

/** Whether the library can be made here: a C compiler, and Linux. */
export function canDisksFail(): boolean {
  if (process.platform !== 'linux') return false
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * @param files where the library and what it is told are put; not the folder itself
 * @param folder whose files fail; an absolute path
 * @param durable where what would be left after a loss of power is kept; nothing is when it is not given
 */
export function openFailingDisk(files: string, folder: string, durable?: string): FailingDisk {
  const library = join(files, 'failing-disk.so')
  const source = join(import.meta.dirname, 'failing-disk.c')
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'])
  const path = join(files, 'control')
  const control = openSync(path, 'w+')
  const write = (bytes: Buffer) => writeSync(control, bytes, 0, bytes.length, 0)
  write(Buffer.alloc(controlBytes))
  for (const name of durable === undefined ? [] : durableFolders) {
    mkdirSync(join(durable ?? '', name), { recursive: true })
  }
  return {
    environment: {
      LD_PRELOAD: library,
      FAILING_DISK_FOLDER: folder,
      FAILING_DISK_CONTROL: path,
      ...(durable !== undefined && { FAILING_DISK_DURABLE: durable }),
    },
    fail({ calls, error, after = 0, part = '' }) {
      const bytes = Buffer.alloc(controlBytes)
      bytes.writeInt32LE(error === 'short' ? 0 : constants.errno[error], 4)
      bytes.writeInt32LE(after, 8)
      bytes.write(part, partOffset)
      write(bytes)
      // Last, so that nothing fails in a way that is half told.
      const sum = calls.reduce((all, call) => all + kinds[call], 0)
      const first = Buffer.alloc(4)
      first.writeInt32LE(sum)
      write(first)
    },
    mend: () => void write(Buffer.alloc(4)),
    countFailed: () => readFileSync(path).readInt32LE(failedOffset),
    close: () => closeSync(control),
  }
}
