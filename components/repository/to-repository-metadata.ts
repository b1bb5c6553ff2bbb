import type { Metadata } from 'next'
import { feedPath, type RepositoryTab, repositoryPath } from '#lib/addresses/routes.ts'
import { getTexts } from '../language/get-texts.ts'
import { toMissingMetadata } from '../site/to-missing-metadata.ts'
import { toPageMetadata } from '../site/to-page-metadata.ts'
import type { VisitedRepository } from './visit-repository.ts'

const tabWords: Record<RepositoryTab, string> = {
  about: '',
  usage: 'Usage of ',
  tags: 'Tags of ',
  pulls: 'Pulls of ',
}

/** Title, description and canonical address, which is that of the registry's primary alias. */
export async function toRepositoryMetadata({
  alias,
  repositoryName,
  tab,
  result,
}: VisitedRepository): Promise<Metadata> {
  const texts = await getTexts('site')
  if (result === null) {
    return toMissingMetadata(`${alias}/${repositoryName}`, (name) => texts('missing.noRepository', { name }))
  }
  const { registryAlias, publisherName, description } = result.page.summary
  return toPageMetadata({
    title: `${tabWords[tab]}${registryAlias}/${repositoryName}`,
    description:
      description || `A public container image by ${publisherName}, and the command that pulls it.`,
    path: repositoryPath(registryAlias, repositoryName, tab),
    feed: feedPath({ alias: registryAlias, repositoryName }),
  })
}
