/** DescribeRepositories for a whole registry, page by page, so that ten thousand need not be held at once. */
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr-public'
import { callApi, type EcrPublic } from './call-api.ts'
import { toForeignAnswerError } from './ecr-public-error.ts'
import { createPageGuard } from './page-guard.ts'
import { type EcrPublicRepository, toRepository } from './to-repository.ts'

/**
 * Yields the registry's repositories in the API's order, a page at a time. While others change the registry, one may be
 * given twice or be missed, as pages shift.
 * @throws {EcrPublicError} also when the pages have no end
 */
export async function* listRepositories(
  api: EcrPublic,
  registryId: string,
): AsyncGenerator<EcrPublicRepository[]> {
  const guard = createPageGuard('DescribeRepositories')
  let nextToken: string | undefined
  do {
    const answer = await callApi(api, 'DescribeRepositories', (client) =>
      client.send(new DescribeRepositoriesCommand({ registryId, maxResults: 1000, nextToken })),
    )
    if (answer.repositories === undefined) throw toForeignAnswerError('DescribeRepositories', api.endpoint)
    yield answer.repositories.flatMap((repository) => toRepository(repository) ?? [])
    nextToken = answer.nextToken
    guard.check(nextToken)
  } while (nextToken !== undefined)
}
