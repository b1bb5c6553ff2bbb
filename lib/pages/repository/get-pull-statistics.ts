/** Pulls of a repository on each of ninety days, by tag and by client, for its Pulls tab and as CSV. */
import { toEndpointUrl } from '#lib/config/catalog-sources.ts'
import { readConfig } from '#lib/config/config.ts'
import { getCatalog, getSourceOf } from '#lib/runtime/catalog-instance.ts'
import { getRepositoryPullDetails, type PullDetails } from '#lib/sources/ecr-public/gallery-extension.ts'

export type PullStatistics = PullDetails

/**
 * Asks the registry, which is found by any alias.
 * @returns null when there is no such repository, and where pulls are not counted by day
 * @throws {EcrPublicError} when the registry cannot be read
 */
export async function getPullStatistics(
  registryAlias: string,
  repositoryName: string,
): Promise<PullStatistics | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  const endpoint = toEndpointUrl(getSourceOf(summary.registryId).endpoint, readConfig())
  return getRepositoryPullDetails(endpoint, summary.registryAlias, repositoryName)
}
