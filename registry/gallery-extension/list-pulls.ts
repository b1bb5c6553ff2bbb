/** `GET /gallery/pulls`: how often each repository was pulled; those never pulled are left out. */
import { type HttpAnswer, toJsonAnswer } from '#registry/http/answer.ts'
import type { Service } from '#registry/service.ts'

export async function listPulls(service: Service): Promise<HttpAnswer> {
  const rows = await service.store.db
    .selectFrom('pull_count')
    .innerJoin('repository', 'repository.repository_id', 'pull_count.repository_id')
    .select(['repository.account_id as registryId', 'repository.name as repositoryName'])
    .select((select) => select.fn.sum<number>('pull_count.count').as('pullCount'))
    .where('pull_count.count', '>', 0)
    .groupBy('repository.repository_id')
    .execute()
  return toJsonAnswer(200, { pulls: rows })
}
