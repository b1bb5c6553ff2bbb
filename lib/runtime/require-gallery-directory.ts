/** Ends a gallery that starts on a directory which does not answer, with words. */
import { join } from 'node:path'
import { readConfig } from '#lib/config/config.ts'
import {
  endByForce,
  HangingDirectoryError,
  requireAnsweringDirectory,
} from '#lib/config/require-answering-directory.ts'

/** Returns when the directory of the index has answered; otherwise the process ends. */
export async function requireGalleryDirectory(): Promise<void> {
  try {
    const { dataDir } = readConfig()
    await requireAnsweringDirectory(dataDir, join('gallery', 'catalog.sqlite'))
  } catch (error) {
    if (!(error instanceof HangingDirectoryError)) throw error
    console.error(error.message)
    endByForce()
  }
}
