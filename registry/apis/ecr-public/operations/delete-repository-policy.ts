/** DeleteRepositoryPolicy: removes the policy and answers what it was. */

import { repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepositoryPolicy } from '../require-repository-policy.ts'
import { repositoryResource } from '../resource.ts'

export const deleteRepositoryPolicy = defineOperation({
  name: 'DeleteRepositoryPolicy',
  access: 'write',
  verbs: ['repositories', 'repositoryPolicies'],
  input: structure(repositoryReference),
  resource: repositoryResource,
  async run(context, { repositoryName }) {
    const { repositoryId, policyText } = await requireRepositoryPolicy(context, repositoryName)
    await context.db.repositoryPolicies.delete(repositoryId)
    return { registryId: context.registryId, repositoryName, policyText }
  },
})
