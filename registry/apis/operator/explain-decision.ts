/** Why somebody may do something, or may not: the decision, and the statements that made it. */

import type { Config } from '#lib/config/config.ts'
import type { AccessCache } from '#registry/domain/access/access-cache.ts'
import { evaluateCall } from '#registry/domain/access/evaluate-call.ts'
import type { Decision } from '#registry/domain/access/policy/decide.ts'
import { findUnknownActions } from '#registry/domain/access/policy/known-actions.ts'
import { toDenial } from '#registry/domain/access/policy/to-denial.ts'
import { type Principal, toRoleArn, toUserArn } from '#registry/domain/access/principal.ts'
import { requireHolder } from '#registry/domain/identities/require-holder.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import type { Store } from '#registry/store/open-store.ts'

export interface ExplainRequest {
  /** ARN of a user, a role or a role session. */
  principal: string
  action: string
  /** ARN of a repository or registry, `ALIAS/NAME`, or `*`. */
  resource: string
  /** Condition keys as they are to be, instead of those of a call from here. */
  context?: Record<string, string | string[]> | undefined
}

export interface Explanation {
  decision: 'allowed' | 'denied'
  reason: Decision['reason']
  /** `user/ci/push, statement 0 (Sid "AllowPush")`. */
  statements: string[]
  /** What the caller is told, when it is denied. */
  message: string | null
  warnings: string[]
}

/** @throws {OperatorError} when there is no such principal, or the resource is none */
export async function explainDecision(
  service: {
    config: Config
    store: Pick<Store, 'aliases' | 'groups' | 'policies' | 'repositories' | 'roles' | 'users'>
    access: AccessCache
    clock: () => Date
  },
  request: ExplainRequest,
): Promise<Explanation> {
  const { action, context } = request
  const principal = await toPrincipal(service, request.principal)
  const { arn, registryId } = await toResource(service, request.resource, principal)
  const origin = { sourceIp: '127.0.0.1', userAgent: '' }
  const call = { action, access: 'write', registryId, arn } as const
  const { reason, statements } = await evaluateCall(service, principal, origin, call, {
    ...(context !== undefined && { context }),
  })
  return {
    decision: reason === 'allowed' ? 'allowed' : 'denied',
    reason,
    statements: statements.map(
      ({ policy, index, sid }) =>
        `${policy}, statement ${index}${sid === null ? '' : ` (Sid ${JSON.stringify(sid)})`}`,
    ),
    message: reason === 'allowed' ? null : toDenial(principal.arn, action, arn, reason),
    warnings: toWarnings(action, isPull(action)),
  }
}

function isPull(action: string): boolean {
  return /^ecr-public:(BatchGetImage|GetDownloadUrlForLayer)$/i.test(action)
}

function toWarnings(action: string, pull: boolean): string[] {
  if (pull) return ['Pulls are public: no policy is asked.']
  const unknown = findUnknownActions({ Statement: { Effect: 'Allow', Action: action } })
  return unknown.map((name) => `${name} is not an action of this registry.`)
}

async function toPrincipal(
  { store }: { store: Pick<Store, 'groups' | 'roles' | 'users'> },
  arn: string,
): Promise<Principal> {
  const [, kind, accountId = '', path = ''] = /^arn:aws:(iam|sts)::([0-9]{12}):(.+)$/.exec(arn) ?? []
  const [type, name = '', sessionName = 'explained'] = path.split('/')
  if (kind === 'iam' && type === 'user') {
    const { id } = await requireHolder(store, accountId, { user: name })
    const own = toUserArn(accountId, name)
    return { kind: 'user', accountId, userName: name, arn: own, principalId: id, accessKeyId: '' }
  }
  if ((kind === 'iam' && type === 'role') || (kind === 'sts' && type === 'assumed-role')) {
    const role = await requireHolder(store, accountId, { role: name })
    const roleArn = toRoleArn(accountId, role.name)
    return {
      kind: 'role',
      accountId,
      userName: sessionName,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
      principalId: `${role.id}:${sessionName}`,
      accessKeyId: '',
      sessionIssuer: { type: 'Role', principalId: role.id, arn: roleArn, accountId, userName: role.name },
    }
  }
  throw new OperatorError(
    `'${arn}' is not a principal. Give the ARN of a user or role: arn:aws:iam::123456789012:user/ci.`,
  )
}

async function toResource(
  { store }: { store: Pick<Store, 'aliases'> },
  resource: string,
  principal: Principal,
): Promise<{ arn: string; registryId: string }> {
  if (resource === '*') return { arn: '*', registryId: principal.accountId }
  const account = /^arn:aws:ecr-public::([0-9]{12}):.+$/.exec(resource)?.[1]
  if (account !== undefined) return { arn: resource, registryId: account }
  const [, alias = '', name = ''] = /^([^:/]+)\/([^:]+)$/.exec(resource) ?? []
  const owner = alias === '' ? null : await store.aliases.getAccount(alias)
  if (owner === null) {
    throw new OperatorError(
      `'${resource}' is not a resource. Give an ARN, such as arn:aws:ecr-public::123456789012:repository/app, or a repository as ALIAS/NAME.`,
    )
  }
  return { arn: `arn:aws:ecr-public::${owner}:repository/${name}`, registryId: owner }
}
