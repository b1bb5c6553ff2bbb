import { readdirSync } from 'node:fs'
import { sep } from 'node:path'

/**
 * The addresses of what a build has made for browsers, such as `/_next/static/chunks/1qdgtpg6k8wno.js`.
 * @param folder where the build has its files, `.next/static`
 * @returns none where there is no build, as in a test of the front door
 */
export function listBuiltFiles(folder: string): string[] {
  try {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return paths.map((path) => `/_next/static/${path.split(sep).join('/')}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new Error(`The files of the build could not be listed in ${folder}.`, { cause: error })
  }
}
