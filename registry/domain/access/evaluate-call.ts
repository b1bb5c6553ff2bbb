/**
 * Puts together what a decision needs: the policies of the principal, the policy and tags of the repository, and what is
 * known of the request under condition keys (IAM user guide, "AWS global condition context keys"; ECR Public user guide,
 * "Using tag-based access control", whose example really has the prefix `ecr:`).
 */
import type { Config } from '#lib/config/config.ts'
import type { Store } from '#registry/store/open-store.ts'
import type { AccessCache } from './access-cache.ts'
import { loadIdentityPolicies, loadRepositoryRules, type RepositoryRules } from './load-policies.ts'
import type { CompiledPolicy } from './policy/compile-policy.ts'
import { type Decision, decide } from './policy/decide.ts'
import { type ContextValue, createRequestContext } from './policy/request-context.ts'
import type { Principal } from './principal.ts'

/** Where a call came from. */
export interface CallOrigin {
  sourceIp: string
  userAgent: string
}

export interface Call {
  /** The action of the policies, such as `ecr-public:CreateRepository`. */
  action: string
  access: 'read' | 'write'
  /** The account whose registry it is; null when nobody has the alias that the caller named. */
  registryId: string | null
  /** What it is about, as the caller named it; `*` where it is about nothing in particular. */
  arn: string
  /** Tags that the call would set, as they were given. */
  requestTags?: readonly { Key: string | undefined; Value: string | undefined }[] | undefined
  /** Keys of tags that the call would remove. */
  requestTagKeys?: readonly string[] | undefined
}

/** Clients need less, and what is matched with a publisher's patterns must not take long. */
const maxUserAgentLength = 512

export type EvaluationParts = {
  access: AccessCache
  store: Pick<Store, 'policies' | 'repositories'>
  clock: () => Date
  config: Config
}

export interface Overrides {
  /** Condition keys as they are to be, instead of what is known of the call. */
  context?: Record<string, ContextValue>
  /** Instead of the repository's own. */
  repositoryPolicy?: CompiledPolicy
}

/** Decides by policies; what needs none, such as a public pull, is not asked here. */
export async function evaluateCall(
  parts: EvaluationParts,
  principal: Principal,
  origin: CallOrigin,
  call: Call,
  overrides: Overrides = {},
): Promise<Decision> {
  const { registryId } = call
  const identityPolicies = await loadIdentityPolicies(parts, principal)
  const arn = registryId === null ? call.arn : toRealArn(call.arn, registryId)
  const name = /^arn:aws:ecr-public::[0-9]{12}:repository\/([^*]+)$/.exec(arn)?.[1]
  const rules =
    registryId === null || name === undefined
      ? { policy: null, tags: [] }
      : await loadRepositoryRules(parts, registryId, name)
  return decide({
    action: call.action,
    resource: arn,
    context: createRequestContext(() => ({
      ...toContext(parts, principal, origin, call, rules),
      ...overrides.context,
    })),
    requester: {
      accountId: principal.accountId,
      arn: principal.arn,
      principalId: principal.principalId,
      roleArn: principal.sessionIssuer?.arn,
    },
    identityPolicies,
    resourcePolicy: overrides.repositoryPolicy ?? rules.policy,
    resourceAccountId: registryId ?? '',
  })
}

/** Policies name accounts, never aliases. */
function toRealArn(arn: string, registryId: string): string {
  return arn.replace(/^(arn:aws:ecr-public::)[^:]*:/, `$1${registryId}:`)
}

function toContext(
  { clock, config }: EvaluationParts,
  principal: Principal,
  { sourceIp, userAgent }: CallOrigin,
  { action, registryId, requestTags, requestTagKeys }: Call,
  { tags }: RepositoryRules,
): Record<string, ContextValue | undefined> {
  const now = clock()
  const { sessionIssuer } = principal
  const context: Record<string, ContextValue | undefined> = {
    // Of a session, the key holds the role.
    'aws:PrincipalArn': sessionIssuer?.arn ?? principal.arn,
    'aws:PrincipalAccount': principal.accountId,
    'aws:PrincipalType': sessionIssuer === undefined ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': principal.principalId,
    'aws:username': sessionIssuer === undefined ? principal.userName : undefined,
    'aws:SourceIp': sourceIp === '' ? undefined : sourceIp,
    'aws:UserAgent': userAgent === '' ? undefined : userAgent.slice(0, maxUserAgentLength),
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    // What clients reach; behind a proxy TLS ends before us.
    'aws:SecureTransport': String(config.registryUrl.startsWith('https:')),
    'aws:ResourceAccount': registryId ?? undefined,
    'aws:TagKeys': requestTags?.map(({ Key = '' }) => Key) ?? requestTagKeys,
    'sts:AWSServiceName': action.startsWith('sts:') ? 'ecr-public.amazonaws.com' : undefined,
  }
  for (const { Key = '', Value } of requestTags ?? []) context[`aws:RequestTag/${Key}`] = Value
  for (const { key, value } of tags) {
    for (const prefix of ['aws', 'ecr', 'ecr-public']) context[`${prefix}:ResourceTag/${key}`] = value
  }
  return context
}
