/** Reads what an image that is offered first says of others, for the index: what it is built on, and what a chart deploys. */
import type { RepositoryRelations } from '#lib/catalog/catalog.ts'
import { findChartArchive, findChartImages } from '#lib/charts/find-chart-images.ts'
import { orNull } from '#lib/oci-client/distribution-error.ts'
import { readOrigin } from '#lib/oci-client/read-origin.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import { getFindings } from './findings-instance.ts'

/** Within the time that one image may take. */
const chartWaitMs = 10_000

/** What cannot be read counts as not stated. */
export async function readRelations(
  client: RegistryClient,
  name: string,
  reference: string,
): Promise<RepositoryRelations> {
  const origin = await orNull(readOrigin(client, name, { reference, platform: null }))
  return {
    chainIds: origin?.chainIds ?? [],
    baseName: origin?.base?.name ?? null,
    deploys: await listDeployed(client, name, reference),
  }
}

async function listDeployed(client: RegistryClient, name: string, reference: string): Promise<string[]> {
  const pulled = await orNull(client.getManifest(name, reference))
  const archive = pulled && findChartArchive(pulled.manifest)
  if (archive === null) return []
  const found = await findChartImages(getFindings(), client, { name, archive, waitMs: chartWaitMs })
  return found.state === 'known' ? [...new Set(found.value.images.map((image) => image.name))] : []
}
