import type { z } from 'zod'
import { readConfig } from '#lib/config/config.ts'
import { getRepositoryPage } from '#lib/pages/repository/get-repository-page.ts'
import { CatalogDataError } from './catalog-data-error.ts'
import type { repositoryRequest } from './catalog-data-shapes.ts'

/** `getRepositoryCatalogData`: what a publisher says of a repository, and its pulls, in both places where callers look for them. */
export async function getRepositoryCatalogData({
  registryAliasName,
  repositoryName,
}: z.output<typeof repositoryRequest>) {
  const page = await getRepositoryPage(registryAliasName, repositoryName)
  if (page === null) throw toNotFound(registryAliasName, repositoryName)
  const { logoSrc, pullCount } = page.summary
  const downloadCount = page.pulls?.total ?? pullCount
  return {
    catalogData: {
      description: page.description,
      shortDescription: page.description,
      aboutText: page.aboutText,
      usageText: page.usageText,
      operatingSystems: page.operatingSystems,
      architectures: page.architectures,
      ...(logoSrc === null ? {} : { logoUrl: `${readConfig().galleryUrl}${logoSrc}` }),
      downloadCount,
    },
    insightData: { downloadCount },
  }
}

/** Also for a repository whose tags are asked for. */
export function toNotFound(registryAliasName: string, repositoryName: string): CatalogDataError {
  return new CatalogDataError(
    'RepositoryNotFoundException',
    `The repository '${registryAliasName}/${repositoryName}' does not exist here.`,
  )
}
