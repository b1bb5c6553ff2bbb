/**
 * Tells a directory that does not answer, such as one on a network drive whose server is away: whatever asks for it waits without
 * end and without a word, and so would a program that starts on it.
 */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

const patienceMs = 4_000

/**
 * Asks the file system for the directory, and for the beginning of a file in it; what is not there, or may not be read, has answered.
 * @param file of which the beginning is read
 * @throws {ConfigError} when there is no answer. The process then cannot end in the usual way, as part of it still waits: see `endByForce`
 */
export async function requireAnsweringDirectory(directory: string, file: string): Promise<void> {
  const answered = Promise.all([ask(directory, false), ask(join(directory, file), true)])
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () =>
      reject(
        new HangingDirectoryError(
          `DATA_DIR ${directory} does not answer: for ${patienceMs / 1000} s the system has said nothing about it. If it is on a network drive, look whether its server can be reached and mount it again; or choose another DATA_DIR.`,
        ),
      ),
    patienceMs,
  )
  try {
    await Promise.race([answered, late])
  } finally {
    clearTimeout(timer)
  }
}

export class HangingDirectoryError extends ConfigError {
  override name = 'HangingDirectoryError'
}

/** Ends a process of which a thread waits for a drive: an orderly end would wait for that thread. */
export function endByForce(): void {
  process.kill(process.pid, 'SIGKILL')
}

async function ask(path: string, isFile: boolean): Promise<void> {
  try {
    const found = await open(path, 'r')
    try {
      if (isFile) await found.read(Buffer.alloc(1), 0, 1, 0)
    } finally {
      await found.close()
    }
  } catch {
    // An answer all the same; what is wrong with it is said by whoever uses it.
  }
}
