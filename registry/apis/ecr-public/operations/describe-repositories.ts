/** DescribeRepositories: the repositories of a registry by name, or those that are named. */
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import {
  optional,
  pageRequest,
  registryId,
  repositoryNameList,
  structure,
} from '#registry/wire/aws-json/shapes.ts'
import { listPage, refusePaging } from '../list-page.ts'
import { defineOperation, type ReadContext } from '../operation.ts'
import { repositoryNotFound } from '../require-repository.ts'
import { toRepositoryOutputs } from '../to-repository-output.ts'

export const describeRepositories = defineOperation({
  name: 'DescribeRepositories',
  access: 'read',
  verbs: ['repositories', 'aliases'],
  parts: ['config', 'keys'],
  input: structure({
    registryId: optional(registryId),
    repositoryNames: optional(repositoryNameList),
    ...pageRequest,
  }),
  resource(input, principal) {
    const account = input.registryId ?? principal.accountId
    const [arn = toRepositoryArn(account, '*'), ...otherArns] = (input.repositoryNames ?? []).map((name) =>
      toRepositoryArn(account, name),
    )
    return { registryId: account, arn, otherArns }
  },
  async run(context, input) {
    if (input.repositoryNames !== undefined) {
      refusePaging(input, 'repositoryNames')
      return { repositories: await describeNamed(context, input.repositoryNames) }
    }
    const page = await listPage(context.service.keys, input, {
      scope: { operation: 'DescribeRepositories', registryId: context.registryId },
      fetch: (after, limit) =>
        context.db.repositories.list({ accountId: context.registryId, after: after?.[0] ?? null, limit }),
      toCursor: (repository) => [repository.name],
    })
    return { repositories: await toRepositoryOutputs(context, page.rows), nextToken: page.nextToken }
  },
})

async function describeNamed(
  context: ReadContext<'repositories' | 'aliases', 'config'>,
  names: readonly string[],
): Promise<object[]> {
  const found = await context.db.repositories.listNamed(context.registryId, names)
  const byName = new Map(found.map((repository) => [repository.name, repository]))
  const inOrder = [...new Set(names)].map((name) => {
    const repository = byName.get(name)
    if (repository === undefined) throw repositoryNotFound(context.registryId, name)
    return repository
  })
  return toRepositoryOutputs(context, inOrder)
}
