/** Pushes a repository's images; those that are there already, from a run that was interrupted, are passed over. */
import type { KeyObject } from 'node:crypto'
import pMap from 'p-map'
import { type FindBase, toReleaseAge } from '../find-base-release.ts'
import type { DemoHistory } from '../read-demo-content.ts'
import type { DemoImages } from './demo-images.ts'
import { type DemoPush, joinPushes } from './demo-push.ts'
import { makeArtifact } from './make-artifact.ts'
import { makeChart } from './make-chart.ts'
import { makeRelease } from './make-release.ts'
import { openRegistryClient } from './registry-client.ts'

const uploadsAtOnce = 4

export interface ImageTarget {
  alias: string
  repositoryName: string
  publisherName: string
  description: string
  /** The day on which the catalogue is made (ISO 8601). */
  madeAt: string
  /** The host in image references. */
  host: string
  licence?: string | undefined
  source?: string | undefined
  /** Of the publisher. */
  signingKey: KeyObject
  history: DemoHistory
  findBase: FindBase
}

/** What each release consists of, the oldest first. */
export function makeReleases(images: DemoImages, target: ImageTarget): DemoPush[] {
  const { repositoryName, host } = target
  const origin = { ...target, uri: `${host}/${target.alias}/${repositoryName}` }
  switch (images.kind) {
    case 'chart': {
      const name = repositoryName.slice(repositoryName.lastIndexOf('/') + 1)
      return images.releases.map((release) => makeChart(images, release, { ...target, name }))
    }
    case 'artifact':
      return images.releases.map((tags) => makeArtifact(images, tags, origin))
    case 'image':
      return images.releases.map((release, at) => {
        const age = toReleaseAge(target.history, at, images.releases.length)
        const base = images.base === undefined ? null : target.findBase(images.base, age)
        return makeRelease(images, release, { ...origin, base })
      })
  }
}

/**
 * Pushes the releases, the oldest first, as a publisher's client would.
 * @throws {Error} saying what the registry answered
 */
export async function pushImages(
  releases: readonly DemoPush[],
  target: ImageTarget,
  { endpoint, password }: { endpoint: string; password: string },
): Promise<void> {
  const path = `${target.alias}/${target.repositoryName}`
  const client = await openRegistryClient({ endpoint, path, password })
  const { blobs, manifests } = joinPushes(releases)
  await pMap(blobs, (blob) => client.pushBlob(blob), { concurrency: uploadsAtOnce })
  for (const manifest of manifests) await client.pushManifest(manifest)
}
