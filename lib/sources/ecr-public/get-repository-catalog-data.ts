/** GetRepositoryCatalogData: what the publisher says about a repository. */
import { GetRepositoryCatalogDataCommand } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { isServiceException } from './ecr-public-error.ts'
import type { RepositoryKey } from './to-repository.ts'

export interface CatalogData {
  /** Empty where the publisher set none; so are the texts and lists. */
  description: string
  /** Markdown. */
  aboutText: string
  usageText: string
  architectures: string[]
  operatingSystems: string[]
  logoUrl: string | null
}

/**
 * Reads the catalogue data of a repository.
 * @returns null when the repository is gone, and where an endpoint says that there never was any; others answer empty data then
 * @throws {EcrPublicError}
 */
export async function getRepositoryCatalogData(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
): Promise<CatalogData | null> {
  return callApi(api, 'GetRepositoryCatalogData', async (client) => {
    try {
      const answer = await client.send(new GetRepositoryCatalogDataCommand({ registryId, repositoryName }))
      const data = answer.catalogData ?? {}
      return {
        description: data.description ?? '',
        aboutText: data.aboutText ?? '',
        usageText: data.usageText ?? '',
        architectures: data.architectures ?? [],
        operatingSystems: data.operatingSystems ?? [],
        logoUrl: data.logoUrl || null,
      }
    } catch (error) {
      if (isServiceException(error, 'RepositoryCatalogDataNotFoundException')) return null
      if (isServiceException(error, 'RepositoryNotFoundException')) return null
      throw error
    }
  })
}
