/** The images that a chart deploys, as its values name them, with those that are here. */
import { findChartArchive, findChartImages } from '#lib/charts/find-chart-images.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { getFindings } from '#lib/runtime/findings-instance.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import { shortenCacheLife } from '../keep-page.ts'

export interface DeployedImage {
  /** Host and path. */
  name: string
  tag: string | null
  /** Where it is in this gallery; null where it is not. */
  here: { registryAlias: string; repositoryName: string; isTagHere: boolean } | null
}

const maxWaitMs = 300
const maxListed = 20

/** Lists them; null for what is no chart, and while it is being read. */
export async function listDeployedImages(
  client: RegistryClient,
  name: string,
  manifest: Manifest,
): Promise<DeployedImage[] | null> {
  const archive = findChartArchive(manifest)
  if (archive === null) return null
  const waitMs = Math.min(maxWaitMs, remainingVisitMs())
  const found = await findChartImages(getFindings(), client, { name, archive, waitMs })
  if (found.state !== 'known') {
    if (found.state === 'under-way') await shortenCacheLife()
    return null
  }
  return found.value.images.slice(0, maxListed).map((image) => ({ ...image, here: findHere(image) }))
}

function findHere({ name, tag }: Pick<DeployedImage, 'name' | 'tag'>): DeployedImage['here'] {
  const place = getCatalog().findImageName(name)
  if (place === null) return null
  const { registryAlias, repositoryName } = place
  const isTagHere = tag !== null && getCatalog().findTag(registryAlias, repositoryName, tag) !== null
  return { registryAlias, repositoryName, isTagHere }
}
