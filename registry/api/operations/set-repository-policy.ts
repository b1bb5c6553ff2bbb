/**
 * SetRepositoryPolicy: checks a policy and keeps it. `force` is accepted and changes nothing: policies aren't
 * evaluated yet, so none can lock its author out.
 */
import { putRepositoryPolicy } from '#registry/store/repository-policy/put-repository-policy.ts'
import { defineOperation } from '../operation.ts'
import { formatRepositoryPolicy } from '../repository-policy.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'
import { flag, optional, repositoryReference, structure, text } from '../shapes.ts'

export const setRepositoryPolicy = defineOperation({
  name: 'SetRepositoryPolicy',
  access: 'write',
  input: structure({ ...repositoryReference, policyText: text({ max: 10_240 }), force: optional(flag()) }),
  resource: repositoryResource,
  async run(context, input) {
    const { repositoryId } = await requireRepository(context, input.repositoryName)
    const policyText = formatRepositoryPolicy(input.policyText)
    await putRepositoryPolicy(context.db, repositoryId, policyText)
    return { registryId: context.registryId, repositoryName: input.repositoryName, policyText }
  },
})
