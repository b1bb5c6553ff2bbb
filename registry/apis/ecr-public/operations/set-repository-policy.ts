/**
 * SetRepositoryPolicy: checks a policy and keeps it. One that would keep its author from setting another needs `force`.
 */
import { evaluateCall } from '#registry/domain/access/evaluate-call.ts'
import { compilePolicy } from '#registry/domain/access/policy/compile-policy.ts'
import { findUnknownActions } from '#registry/domain/access/policy/known-actions.ts'
import type { PolicyDocument } from '#registry/domain/access/policy/policy-document.ts'
import { toRepositoryArn } from '#registry/wire/aws-json/arn.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { flag, optional, repositoryReference, structure, text } from '#registry/wire/aws-json/shapes.ts'
import { type CallContext, defineOperation } from '../operation.ts'
import { formatRepositoryPolicy } from '../repository-policy.ts'
import { requireRepository } from '../require-repository.ts'
import { repositoryResource } from '../resource.ts'

export const setRepositoryPolicy = defineOperation({
  name: 'SetRepositoryPolicy',
  access: 'write',
  verbs: ['repositories', 'repositoryPolicies'],
  parts: ['config', 'store', 'access', 'clock', 'log'],
  input: structure({ ...repositoryReference, policyText: text({ max: 10_240 }), force: optional(flag()) }),
  resource: repositoryResource,
  async prepare({ repositoryName, policyText, force = false }, context) {
    const prepared = formatRepositoryPolicy(policyText)
    const arn = toRepositoryArn(context.registryId, repositoryName)
    return { ...prepared, arn, locksOut: !force && (await locksOut(context, arn, prepared.policy)) }
  },
  async run(context, { repositoryName }, prepared) {
    const { repositoryId } = await requireRepository(context, repositoryName)
    const { db, service } = context
    const { policyText, policy, arn, locksOut } = prepared
    if (locksOut) throw lockOut()
    await db.repositoryPolicies.put(repositoryId, policyText)
    const unknownActions = findUnknownActions(policy)
    if (unknownActions.length > 0) {
      service.log.warn({ arn, unknownActions }, 'a repository policy names actions that do not exist')
    }
    return { registryId: context.registryId, repositoryName, policyText }
  },
})

/** True when the caller could not set a policy any more under this one. */
async function locksOut(
  { service, principal, origin, registryId }: CallContext<'config' | 'store' | 'access' | 'clock'>,
  arn: string,
  policy: PolicyDocument,
): Promise<boolean> {
  const call = { action: 'ecr-public:SetRepositoryPolicy', access: 'write', registryId, arn } as const
  const repositoryPolicy = compilePolicy('the new policy', policy)
  return (await evaluateCall(service, principal, origin, call, { repositoryPolicy })).reason !== 'allowed'
}

function lockOut(): EcrError {
  return new EcrError(
    'InvalidParameterException',
    "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'The policy would prevent you from setting another policy in the future. Use force to set it all the same'",
  )
}
