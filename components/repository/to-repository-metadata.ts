import type { Metadata } from 'next'
import { type RepositoryTab, repositoryPath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'

const tabWords: Record<RepositoryTab, string> = { about: '', usage: 'Usage of ', tags: 'Tags of ' }

/** Title, description and canonical address, which is that of the registry's primary alias. */
export function toRepositoryMetadata(alias: string, repositoryName: string, tab: RepositoryTab): Metadata {
  const summary = getCatalog().findRepository(alias, repositoryName)
  if (summary === null)
    return {
      title: `No repository ${toShownText(`${alias}/${repositoryName}`, 120)}`,
      robots: { index: false },
    }
  const { registryAlias, publisherName, description } = summary
  return toPageMetadata({
    title: `${tabWords[tab]}${registryAlias}/${repositoryName}`,
    description:
      description || `A public container image by ${publisherName}, and the command that pulls it.`,
    path: repositoryPath(registryAlias, repositoryName, tab),
  })
}
