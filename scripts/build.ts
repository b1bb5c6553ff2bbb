/** `npm run build`: builds the gallery and the programs; `npm start` then finds them up to date. */
import { z } from 'zod'
import { buildGallery } from './build-gallery.ts'
import { buildPrograms } from './build-programs.ts'
import { readFlags } from './read-flags.ts'

readFlags({ usage: 'npm run build', flags: z.object({}) })

const startedAt = performance.now()
console.log('Building the gallery …')
await buildPrograms()
await buildGallery()
console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
