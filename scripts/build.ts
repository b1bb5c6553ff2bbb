/**
 * `npm run build`: builds the gallery and the programs; `npm start` then finds them up to date. With `--if-stale` only what is not, as
 * `npm start` asks for it: in a program of its own, because what a build takes of memory (half a gigabyte) goes with it alone.
 */
import { z } from 'zod'
import { buildGallery, findBuildReason } from './build-gallery.ts'
import { buildPrograms, findProgramsBuildReason } from './build-programs.ts'
import { readFlags } from './read-flags.ts'

const { flags } = readFlags({
  usage: 'npm run build',
  flags: z.object({ 'if-stale': z.boolean().default(false) }),
})

const startedAt = performance.now()
if (!flags['if-stale'] || findProgramsBuildReason() !== null) await buildPrograms()
const reason = findBuildReason()
if (!flags['if-stale'] || reason !== null) {
  console.log(
    reason === null
      ? 'Building the gallery …'
      : `Building the gallery, because ${reason}. This takes about a minute …`,
  )
  await buildGallery()
  console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
}
