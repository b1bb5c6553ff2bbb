/** The actions that policies can allow here: those of the API and of aliases, and the one of STS that a login needs. */
import { matchPattern, parsePattern } from './pattern.ts'
import type { PolicyDocument } from './policy-document.ts'
import { createRequestContext } from './request-context.ts'

/** Every operation of the ECR Public API. */
export const operationNames = [
  ...['BatchCheckLayerAvailability', 'BatchDeleteImage', 'CompleteLayerUpload', 'CreateRepository'],
  ...['DeleteRepository', 'DeleteRepositoryPolicy', 'DescribeImageTags', 'DescribeImages'],
  ...['DescribeRegistries', 'DescribeRepositories', 'GetAuthorizationToken', 'GetRegistryCatalogData'],
  ...['GetRepositoryCatalogData', 'GetRepositoryPolicy', 'InitiateLayerUpload', 'ListTagsForResource'],
  ...['PutImage', 'PutRegistryCatalogData', 'PutRepositoryCatalogData', 'SetRepositoryPolicy'],
  ...['TagResource', 'UntagResource', 'UploadLayerPart'],
]

/** Ours: what publishers do with aliases (docs/aliases.md). */
export const aliasOperationNames = [
  ...['ListRegistryAliases', 'RequestRegistryAlias', 'SetPrimaryRegistryAlias', 'ReleaseRegistryAlias'],
]

const knownActions = [
  ...[...operationNames, ...aliasOperationNames].map((name) => `ecr-public:${name}`),
  'sts:GetServiceBearerToken',
]
const empty = createRequestContext({})

/** The actions that a policy names and that stand for nothing here; AWS's own examples have such ones. */
export function findUnknownActions(policy: PolicyDocument): string[] {
  const named = [policy.Statement]
    .flat()
    .flatMap(({ Action, NotAction }) => [Action ?? NotAction ?? []].flat())
  return [...new Set(named)].filter((action) => {
    const pattern = parsePattern(action, { wildcards: true, variables: false })
    return !knownActions.some((known) => matchPattern(pattern, known, empty, { ignoreCase: true }) === true)
  })
}
