/** `GET /gallery/pulls`: how often each repository was pulled; those never pulled are left out. */
import { type HttpAnswer, toJsonAnswer } from '#registry/http/answer.ts'
import type { Service } from '#registry/service.ts'
import { listPullTotals } from '#registry/store/pull-count/list-pull-totals.ts'

export async function listPulls(service: Service): Promise<HttpAnswer> {
  const totals = await listPullTotals(service.store.db)
  return toJsonAnswer(200, {
    pulls: totals.map(({ accountId, repositoryName, count }) => ({
      registryId: accountId,
      repositoryName,
      pullCount: count,
    })),
  })
}
