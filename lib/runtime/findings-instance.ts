/**
 * What was found out about the content of images, one store for the process: on `globalThis`, because Next keeps several copies of a
 * module. Opened at the first question, so that the build opens nothing.
 */
import { join } from 'node:path'
import { readConfig } from '#lib/config/config.ts'
import { createFindings, type Findings } from '#lib/findings/create-findings.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { getLog } from './log.ts'

const key = Symbol.for('public-gallery.findings')

export function getFindings(): Findings {
  const holder = globalThis as { [key]?: Findings }
  holder[key] ??= openFindings()
  return holder[key]
}

/** Stops what is being worked out; does nothing where nothing was asked. */
export function closeFindings(): void {
  ;(globalThis as { [key]?: Findings })[key]?.close()
}

function openFindings(): Findings {
  const { dataDir, findingsBytes } = readConfig()
  return createFindings({
    store: openFindingStore({ file: join(dataDir, 'gallery', 'findings.sqlite'), maxBytes: findingsBytes }),
    // Downloads and threads of their own; the pages need the processors more.
    concurrency: 2,
    maxWaiting: 200,
    onFailure: (error, { kind, key: about }) =>
      getLog().warn({ err: error, kind, about }, 'Something about an image could not be found out.'),
  })
}
