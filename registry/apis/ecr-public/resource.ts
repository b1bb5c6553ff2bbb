/** What a call is about, in the forms in which the operations name it. */
import type { Principal } from '#registry/domain/access/principal.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { toRegistryArn, toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import type { Resource } from './operation.ts'

/** The caller's own registry. */
export function ownRegistry(_input: unknown, principal: Principal): Resource {
  return { registryId: principal.accountId, arn: toRegistryArn(principal.accountId) }
}

/** One repository, in the caller's own registry unless another id is given. */
export function repositoryResource(
  input: { registryId?: string | undefined; repositoryName: string },
  principal: Principal,
): Resource {
  const registryId = input.registryId ?? principal.accountId
  return { registryId, arn: toRepositoryArn(registryId, input.repositoryName) }
}

/** One repository, whose registry may also be named by an alias. */
export async function repositoryResourceByAlias(
  input: { registryId?: string | undefined; repositoryName: string },
  principal: Principal,
  db: Pick<Reads, 'aliases'>,
): Promise<Resource> {
  const named = input.registryId ?? principal.accountId
  const registryId = /^[0-9]{12}$/.test(named) ? named : await db.aliases.getAccount(named)
  // The ARN repeats what the caller wrote, so that a refusal does not tell whose alias it is.
  return { registryId, arn: toRepositoryArn(named, input.repositoryName) }
}
