/** Files in a folder that somebody may have removed while the registry runs. */
import { mkdir } from 'node:fs/promises'

/** Does what makes a file in the folder; where the folder is gone, makes it (mode 0700) and does it again. */
export async function inFolder<Result>(folder: string, make: () => Promise<Result>): Promise<Result> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return make()
  }
}
