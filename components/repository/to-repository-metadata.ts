import type { Metadata } from 'next'
import { repositoryPath } from '#lib/addresses/routes.ts'
import { feedPath } from '#lib/addresses/search-routes.ts'
import { getTexts } from '../language/get-texts.ts'
import { toMissingMetadata } from '../site/to-missing-metadata.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'
import type { VisitedRepository } from './visit-repository.ts'

/** Title, description and canonical address, which is that of the registry's primary alias. */
export async function toRepositoryMetadata({
  alias,
  repositoryName,
  tab,
  result,
}: VisitedRepository): Promise<Metadata> {
  if (result === null) {
    const texts = await getTexts('site')
    return toMissingMetadata(`${alias}/${repositoryName}`, (name) => texts('missing.noRepository', { name }))
  }
  const texts = await getTexts('repository')
  const { registryAlias, publisherName, description } = result.page.summary
  return toPageMetadata({
    title: texts(`titles.${tab}`, { name: `${registryAlias}/${repositoryName}` }),
    description: description || texts('description', { publisher: publisherName }),
    path: repositoryPath(registryAlias, repositoryName, tab),
    feed: feedPath({ alias: registryAlias, repositoryName }),
  })
}
