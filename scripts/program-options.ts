/** With which options of Node, and in which environment, the programs are started. */
import { join } from 'node:path'
import { toBuiltProgram } from './build-programs.ts'
import { projectRoot } from './project-root.ts'

/**
 * Room for a search of 10,000 characters of any script in an address, where each takes nine bytes; and the search index says when
 * memory that V8 would keep is to be given back.
 */
export const galleryNodeOptions = [
  '--max-http-header-size=131072',
  '--expose-gc',
  // On a machine with much memory V8 lets a heap grow to four times what is in use before it looks for what is not: pages that were
  // made and sent would hold some hundred megabytes.
  '--heap-growing-percent=50',
]

/**
 * The search index is rebuilt in arrays of many megabytes. The C library of most Linux systems keeps what such an array has had for
 * the process's next ones, unless it is told from which size on the system is to have it back.
 */
export const galleryEnvironment = { MALLOC_MMAP_THRESHOLD_: String(2 ** 17) }

/** What stands in front of the built gallery; the development server needs requests of its own kind. */
export const galleryGuardOptions = ['--import', join(projectRoot, toBuiltProgram('guard-server'))]

/** What both built programs have, so that they hold little memory while nobody asks. */
export const quietOptions = ['--import', join(projectRoot, 'scripts/return-memory.mjs')]

/**
 * What passes through the registry lives for a moment. The room that V8 has for what is young would grow to 48 MB while a layer is received, and
 * stay so; with half of it a layer of any size takes some 20 MB.
 */
export const registryNodeOptions = ['--max-semi-space-size=8']
