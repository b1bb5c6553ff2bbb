/** `npm run build`: builds the gallery; `npm start` then finds its build up to date. */
import { buildGallery } from './build-gallery.ts'

const startedAt = performance.now()
console.log('Building the gallery …')
await buildGallery()
console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
