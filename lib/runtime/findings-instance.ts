/**
 * What was found out about the content of images, one store for the process: on `globalThis`, because Next keeps several copies of a
 * module. Opened at the first question, so that the build opens nothing.
 */
import { join } from 'node:path'
import { readConfig } from '#lib/config/config.ts'
import { createFindings, type Findings, type FindingsOptions } from '#lib/findings/create-findings.ts'
import { openFindingStore } from '#lib/findings/finding-store.ts'
import { getLog } from './log.ts'

const key = Symbol.for('public-gallery.findings')

interface Instances {
  findings: Findings
  previews: Findings
}

/** Of documents, layers, charts and signatures, by digest. */
export function getFindings(): Findings {
  return getInstances().findings
}

/** Of single files, each of which takes reading a layer: in a queue of their own, so that visitors who look around keep nothing else waiting. */
export function getPreviewFindings(): Findings {
  return getInstances().previews
}

/** Stops what is being worked out; does nothing where nothing was asked. */
export function closeFindings(): void {
  const instances = (globalThis as { [key]?: Instances })[key]
  instances?.previews.close()
  instances?.findings.close()
}

function getInstances(): Instances {
  const holder = globalThis as { [key]?: Instances }
  holder[key] ??= openInstances()
  return holder[key]
}

function openInstances(): Instances {
  const { dataDir, findingsBytes } = readConfig()
  const store = openFindingStore({
    file: join(dataDir, 'gallery', 'findings.sqlite'),
    maxBytes: findingsBytes,
  })
  const onFailure: FindingsOptions['onFailure'] = (error, { kind, key: about }) =>
    getLog().warn({ err: error, kind, about }, 'Something about an image could not be found out.')
  return {
    // Downloads and threads of their own; the pages need the processors more.
    findings: createFindings({ store, concurrency: 2, maxWaiting: 200, maxOfOne: 50, onFailure }),
    previews: createFindings({
      // Closed with the other.
      store: { ...store, close: () => undefined },
      concurrency: 1,
      maxWaiting: 8,
      maxOfOne: 4,
      onFailure,
    }),
  }
}
