/** One hash over everything that a build reads, so that a build can tell whether it is still the right one. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The last is what is done with a build. */
const gallerySources = ['app', 'components', 'lib', 'messages', 'public', 'scripts/compress-static-files.ts']
const files = /^(?:[\w.-]+\.(?:ts|mjs)|package\.json|package-lock\.json|tsconfig\.json)$/
const testFile = /\.test\.tsx?$/

/** SHA-256 (hex) over names and contents of these files and of the sources in these folders, of the root's files and the lock file; tests don't count. */
export function hashSources(root: string, sources = gallerySources): string {
  const hash = createHash('sha256').update(process.version)
  for (const path of listSources(root, sources)) {
    hash.update(`\n${relative(root, path)}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function listSources(root: string, sources: readonly string[]): string[] {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => files.test(entry.name))
  const named = sources.map((source) => join(root, source)).filter((source) => existsSync(source))
  const [folders, single] = [named.filter(isFolder), named.filter((source) => !isFolder(source))]
  const below = folders.flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
  const found = [...top, ...below]
    .filter((entry) => entry.isFile() && entry.name !== 'next-env.d.ts' && !testFile.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  return [...found, ...single].sort()
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}
