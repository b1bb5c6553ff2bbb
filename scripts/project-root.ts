/** Where the project stands, whatever folder a script was called from. */
import { dirname } from 'node:path'

/** Absolute path of the folder that holds `package.json`. */
export const projectRoot = dirname(import.meta.dirname)
