/** With which options of Node the gallery's program is started. */
import { join } from 'node:path'
import { projectRoot } from './project-root.ts'

/** Room for a search of 10,000 characters of any script in an address, where each takes nine bytes. */
export const galleryNodeOptions = ['--max-http-header-size=131072']

/** What stands in front of the built gallery; the development server needs requests of its own kind. */
export const galleryGuardOptions = ['--import', join(projectRoot, 'lib/runtime/front-door/guard-server.ts')]
