/** From where a repository is pulled through, for its page, which is worth showing without it. */
import { setTimeout } from 'node:timers/promises'
import { getCatalog, getReaderOf } from '#lib/runtime/catalog-instance.ts'
import { getLog } from '#lib/runtime/log.ts'
import { remainingVisitMs } from '#lib/runtime/visit.ts'
import type { RepositoryUpstream } from '#lib/sources/ecr-public/gallery-extension.ts'

export type { RepositoryUpstream } from '#lib/sources/ecr-public/gallery-extension.ts'

/** Null for most repositories, and where the registry does not say it within the visit. */
export async function readUpstreamInTime(
  registryAlias: string,
  repositoryName: string,
): Promise<RepositoryUpstream | null> {
  const summary = getCatalog().findRepository(registryAlias, repositoryName)
  if (summary === null) return null
  try {
    const late = setTimeout(remainingVisitMs(), null, { ref: false })
    const reader = getReaderOf(summary.registryId)
    return await Promise.race([reader.getUpstream(summary.registryAlias, repositoryName), late])
  } catch (error) {
    getLog().warn({ err: error }, 'What a repository is pulled through from could not be read.')
    return null
  }
}
