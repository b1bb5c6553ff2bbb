/** GetRepositoryPolicy: the policy as it was set, pretty-printed. */

import { repositoryReference, structure } from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireRepositoryPolicy } from '../require-repository-policy.ts'
import { repositoryResource } from '../resource.ts'

export const getRepositoryPolicy = defineOperation({
  name: 'GetRepositoryPolicy',
  access: 'read',
  verbs: ['repositories', 'repositoryPolicies'],
  input: structure(repositoryReference),
  resource: repositoryResource,
  async run(context, { repositoryName }) {
    const { policyText } = await requireRepositoryPolicy(context, repositoryName)
    return { registryId: context.registryId, repositoryName, policyText }
  },
})
