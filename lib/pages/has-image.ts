/** Asks the registry itself whether it has an image, for those that the index does not know. */
import { DistributionError } from '#lib/oci-client/distribution-error.ts'
import { getReaderOf, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { getRegistryClient } from '#lib/runtime/registry-instance.ts'
import { SourceError } from '#lib/sources/source-error.ts'

/**
 * True when the repository has an image by this tag or digest; false also while the registry cannot be asked.
 * @param repository as the API knows it, by the id of its registry
 */
export async function hasImage(
  repository: { registryId: string; repositoryName: string },
  reference: string,
): Promise<boolean> {
  const { registryId, repositoryName } = repository
  try {
    const described = await getReaderOf(registryId).describeRepository({ registryId, repositoryName })
    if (described === null) return false
    const { client, name } = getRegistryClient(described.repositoryUri, getSourceOf(registryId).endpoint)
    await client.getManifest(name, reference, { isFresh: true })
    return true
  } catch (error) {
    if (!(error instanceof DistributionError || error instanceof SourceError)) throw error
    if (!(error instanceof DistributionError && error.kind === 'not-found')) {
      getLog().warn({ err: error }, 'The registry could not be asked for an image.')
    }
    return false
  }
}
