/** DescribeRepositories for one repository by name. */
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { isServiceException } from './ecr-public-error.ts'
import { type EcrPublicRepository, type RepositoryKey, toRepository } from './to-repository.ts'

/**
 * Reads one repository.
 * @returns null when the registry has none of that name
 * @throws {EcrPublicError}
 */
export async function describeRepository(
  api: EcrPublic,
  { registryId, repositoryName }: RepositoryKey,
): Promise<EcrPublicRepository | null> {
  return callApi(api, 'DescribeRepositories', async (client) => {
    try {
      const answer = await client.send(
        new DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] }),
      )
      const [repository] = answer.repositories ?? []
      return repository === undefined ? null : toRepository(repository)
    } catch (error) {
      if (isServiceException(error, 'RepositoryNotFoundException')) return null
      throw error
    }
  })
}
