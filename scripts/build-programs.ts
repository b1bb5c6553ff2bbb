/**
 * Puts what `npm start` runs beside Next into a few files of JavaScript, when they are missing or older than their sources: the registry,
 * with its threads and child programs, and what is preloaded into both programs. Read one by one, their hundreds of modules
 * would have their types stripped at each start, by a compiler that then stays in the memory of each program.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'rolldown'
import { projectRoot } from './project-root.ts'
import { hashSources } from './source-hash.ts'

/** Below the project's root, so that packages with native code are found from there. */
const programsFolder = '.programs'
const hashName = 'source-hash'

const entries = {
  registry: 'registry/main.ts',
  'guard-server': 'lib/runtime/front-door/guard-server.ts',
}
/** The front door has words of its own. */
const sourceFolders = ['registry', 'lib', 'messages']

/** What a module names beside itself: a program or thread of its own, or files that it reads. */
const neighbour = /new URL\(\s*'(?<path>[^']+)',\s*import\.meta\.url,?\s*\)/g
const otherPlaces = /\bimport\.meta\.(?:dirname|filename)\b/

/** The path of a built program from the project's root. */
export function toBuiltProgram(name: keyof typeof entries): string {
  return join(programsFolder, `${name}.js`)
}

/** Why the programs have to be built, or null when the build is that of the present sources. */
export function findProgramsBuildReason(root = projectRoot): string | null {
  const hashFile = join(root, programsFolder, hashName)
  if (!existsSync(hashFile)) return 'there is no build yet'
  return readFileSync(hashFile, 'utf8') === hashSources(root, sourceFolders)
    ? null
    : 'their sources have changed'
}

/**
 * Builds the programs of the project that stands in `root`.
 * @throws {Error} when a source cannot be read or resolved, or knows where it stands in a way that a build would change
 */
export async function buildPrograms(root = projectRoot): Promise<void> {
  const folder = join(root, programsFolder)
  // Beside the one in use, so that a registry which is starting at this moment finds all of one build.
  const newFolder = `${folder}-${process.pid}`
  const hash = hashSources(root, sourceFolders)
  // Only where something is built: it takes memory of its own.
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    // The native code of the one is found from where the package stands; the other looks for a package that is not there.
    external: ['sharp', 'pg'],
    plugins: [keepNeighbours(root)],
    logLevel: 'silent',
  })
  try {
    await build.write({
      dir: newFolder,
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      comments: { legal: true, annotation: false, jsdoc: false },
    })
    writeFileSync(join(newFolder, hashName), hash)
    rmSync(folder, { recursive: true, force: true })
    renameSync(newFolder, folder)
  } finally {
    await build.close()
    rmSync(newFolder, { recursive: true, force: true })
  }
}

/**
 * All built files stand in one folder. A program that a module starts from beside itself becomes one of them, and other files stay where
 * they are.
 */
function keepNeighbours(root: string): Plugin {
  return {
    name: 'keep-neighbours',
    transform: {
      filter: { id: { exclude: /[\\/]node_modules[\\/]/ }, code: /\bimport\.meta\./ },
      handler(code, id) {
        if (otherPlaces.test(code)) {
          throw new Error(`${relative(root, id)} asks where it stands; write new URL('…', import.meta.url).`)
        }
        return code.replace(neighbour, (_, path: string) => {
          const file = join(id, '..', path)
          if (path.endsWith('.ts')) {
            return `new URL(import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: file })})`
          }
          const fromBuild = relative(join(root, programsFolder), file).split(sep).join('/')
          return `new URL('${fromBuild}${path.endsWith('/') ? '/' : ''}', import.meta.url)`
        })
      },
    },
  }
}
