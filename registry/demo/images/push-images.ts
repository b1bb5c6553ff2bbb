/** Pushes a repository's images; those that are there already, from a run that was interrupted, are passed over. */
import { runBounded } from '../run-bounded.ts'
import type { DemoImages } from './demo-images.ts'
import { type DemoPush, joinPushes } from './demo-push.ts'
import { makeChart } from './make-chart.ts'
import { makeRelease } from './make-release.ts'
import { openRegistryClient } from './registry-client.ts'

const uploadsAtOnce = 4

export interface ImageTarget {
  alias: string
  repositoryName: string
  publisherName: string
  description: string
  /** The host in image references. */
  host: string
}

/** All that the images of a repository consist of, oldest release first. */
export function makeImages(images: DemoImages, target: ImageTarget): DemoPush {
  const { alias, repositoryName, publisherName, description, host } = target
  const uri = `${host}/${alias}/${repositoryName}`
  if (images.kind === 'chart') {
    const name = repositoryName.slice(repositoryName.lastIndexOf('/') + 1)
    return joinPushes(
      images.releases.map((release) => makeChart(images, release, { name, description, host })),
    )
  }
  const origin = { uri, alias, publisherName, description }
  return joinPushes(images.releases.map((release) => makeRelease(images, release, origin)))
}

/**
 * Makes and pushes them, as a publisher's client would.
 * @throws {Error} saying what the registry answered
 */
export async function pushImages(
  images: DemoImages,
  target: ImageTarget,
  { endpoint, password }: { endpoint: string; password: string },
): Promise<void> {
  const path = `${target.alias}/${target.repositoryName}`
  const client = await openRegistryClient({ endpoint, path, password })
  const { blobs, manifests } = makeImages(images, target)
  await runBounded(blobs, uploadsAtOnce, (blob) => client.pushBlob(blob))
  for (const manifest of manifests) await client.pushManifest(manifest)
}
