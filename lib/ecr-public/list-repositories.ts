/** DescribeRepositories for a whole registry, page by page, so that ten thousand need not be held at once. */
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { type EcrPublicRepository, toRepository } from './to-repository.ts'

/**
 * Yields the registry's repositories in the API's order, a page at a time.
 * @throws {EcrPublicError}
 */
export async function* listRepositories(
  api: EcrPublic,
  registryId: string,
): AsyncGenerator<EcrPublicRepository[]> {
  let nextToken: string | undefined
  do {
    const answer = await callApi(api, 'DescribeRepositories', (client) =>
      client.send(new DescribeRepositoriesCommand({ registryId, maxResults: 1000, nextToken })),
    )
    yield (answer.repositories ?? []).flatMap((repository) => toRepository(repository) ?? [])
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
}
