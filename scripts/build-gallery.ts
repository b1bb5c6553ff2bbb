/** Builds the gallery when its build is missing or older than its sources. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compressStaticFiles } from './compress-static-files.ts'
import { projectRoot } from './project-root.ts'
import { hashSources } from './source-hash.ts'
import { startProgram } from './start-program.ts'

export const nextModule = 'node_modules/next/dist/bin/next'

// `next build` clears its folder, so the hash is written after it and vanishes with the build.
const hashFile = join(projectRoot, '.next', 'source-hash')

/** Why the gallery has to be built, or null when the build in `.next` is that of the present sources. */
export function findBuildReason(): string | null {
  if (!existsSync(hashFile) || !existsSync(join(projectRoot, '.next', 'BUILD_ID')))
    return 'there is no build yet'
  return readFileSync(hashFile, 'utf8') === hashSources(projectRoot) ? null : 'its sources have changed'
}

/**
 * Runs `next build`, which ends with this program, and compresses what browsers load of it.
 * @throws {Error} with the build's output when it fails
 */
export async function buildGallery(): Promise<void> {
  rmSync(hashFile, { force: true })
  const hash = hashSources(projectRoot)
  const lines: string[] = []
  const build = startProgram({
    name: 'build',
    command: [nextModule, 'build'],
    environment: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    onLine: (line) => lines.push(line),
  })
  const { exitCode, reason } = await build.ended
  if (exitCode !== 0) throw new Error(`The gallery could not be built (${reason}):\n${lines.join('\n')}`)
  await compressStaticFiles(join(projectRoot, '.next', 'static'))
  writeFileSync(hashFile, hash)
}
