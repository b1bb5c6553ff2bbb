/**
 * The ARNs of ECR Public. Their Region is empty; the partition is always `aws`.
 * `arn:aws:ecr-public::123456789012:repository/NAME`, `arn:aws:ecr-public::123456789012:registry/123456789012`.
 */
import { isRegistryId, isRepositoryName } from '#lib/oci/repository-name.ts'
import { text } from './shapes.ts'

const repositoryArnPrefix = /^arn:aws:ecr-public::([0-9]{12}):repository\//

/** The ARN of a repository, under the id or an alias of its registry. */
export function toRepositoryArn(registryIdOrAlias: string, repositoryName: string): string {
  return `arn:aws:ecr-public::${registryIdOrAlias}:repository/${repositoryName}`
}

/** The ARN of the registry of an account. */
export function toRegistryArn(registryId: string): string {
  return `arn:aws:ecr-public::${registryId}:registry/${registryId}`
}

/** The ARN with the account's id, where it may name the registry by an alias. */
export function withAccount(arn: string, registryId: string): string {
  return arn.replace(/^(arn:aws:ecr-public::)[^:]*/, `$1${registryId}`)
}

/** The `resourceArn` of the tagging operations: names one repository, and nothing else can be tagged. */
export const repositoryArn = text({ min: 1, max: 2048 }).transform((value, context) => {
  const registryId = repositoryArnPrefix.exec(value)?.[1] ?? ''
  const repositoryName = value.replace(repositoryArnPrefix, '')
  if (!isRegistryId(registryId) || !isRepositoryName(repositoryName)) {
    context.addIssue({
      code: 'custom',
      message:
        'Invalid ARN: it must have the form arn:aws:ecr-public::123456789012:repository/repository-name',
    })
  }
  return { registryId, repositoryName }
})
