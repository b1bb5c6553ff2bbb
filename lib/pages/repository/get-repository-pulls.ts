/** How often a repository was pulled, for its page and for `/api/pulls`. */
import { setTimeout } from 'node:timers/promises'
import { getCatalog, getReaderOf } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import type { RepositoryPulls } from '#lib/sources/ecr-public/gallery-extension.ts'

export type { RepositoryPulls } from '#lib/sources/ecr-public/gallery-extension.ts'

/**
 * Asks the registry, which is found by any alias.
 * @returns null when there is no such repository, and where pulls are not counted, as on AWS
 * @throws {EcrPublicError} when the registry cannot be read
 */
export async function getRepositoryPulls(
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryPulls | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  return getReaderOf(summary.registryId).getPulls(summary.registryAlias, repositoryName)
}

/** The same for a page, which is worth showing without its counts: null as well where they cannot be read within the visit. */
export async function readPullsInTime(
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryPulls | null> {
  try {
    const late = setTimeout(remainingVisitMs(), null, { ref: false })
    return await Promise.race([getRepositoryPulls(registryAlias, repositoryName), late])
  } catch (error) {
    getLog().warn({ err: error }, 'Pull counts could not be read.')
    return null
  }
}
