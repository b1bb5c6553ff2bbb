/** One hash over everything that a build reads, so that a build can tell whether it is still the right one. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const galleryFolders = ['app', 'components', 'lib', 'messages', 'public']
const files = /^(?:[\w.-]+\.(?:ts|mjs)|package\.json|package-lock\.json|tsconfig\.json)$/
const testFile = /\.test\.tsx?$/

/** SHA-256 (hex) over names and contents of the sources in these folders, of the root's files and the lock file; tests don't count. */
export function hashSources(root: string, folders = galleryFolders): string {
  const hash = createHash('sha256').update(process.version)
  for (const path of listSources(root, folders)) {
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function listSources(root: string, folders: readonly string[]): string[] {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => files.test(entry.name))
  const below = folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
  return [...top, ...below]
    .filter((entry) => entry.isFile() && entry.name !== 'next-env.d.ts' && !testFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
