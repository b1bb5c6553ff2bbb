/**
 * A second opinion on decisions, for tests: an IAM simulator that others maintain. Its licence keeps it out of the
 * program (ADR 0009).
 */
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate'
import { compilePolicy } from '#registry/domain/access/policy/compile-policy.ts'
import { type DecisionReason, decide } from '#registry/domain/access/policy/decide.ts'
import type { PolicyDocument } from '#registry/domain/access/policy/policy-document.ts'
import { createRequestContext } from '#registry/domain/access/policy/request-context.ts'

/** One question about policies. */
export interface Question {
  /** ARN of a user or of a role session. */
  principal: string
  action: string
  resource: string
  /** The account that the resource belongs to. */
  resourceAccount: string
  context: Record<string, string | string[]>
  identityPolicies: PolicyDocument[]
  resourcePolicy: PolicyDocument | null
}

export type Verdict = 'allow' | 'explicit deny' | 'deny'

export function askOracle(question: Question): Verdict {
  const said = simulate(question)
  const verdicts: Record<string, Verdict> = {
    Allowed: 'allow',
    ExplicitlyDenied: 'explicit deny',
    ImplicitlyDenied: 'deny',
  }
  const verdict = verdicts[said]
  if (verdict === undefined) throw new Error(`The oracle said '${said}'.`)
  return verdict
}

function simulate(question: Question): string {
  return runUnsafeSimulation(
    {
      request: {
        principal: question.principal,
        action: question.action,
        resource: { resource: question.resource, accountId: question.resourceAccount },
        contextVariables: question.context,
      },
      identityPolicies: question.identityPolicies.map((policy, at) => ({ name: `policy-${at}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(question.resourcePolicy !== null && { resourcePolicy: withName(question.resourcePolicy) }),
    },
    {},
  )
}

/** The form in which the oracle takes a policy that has been checked; only so the one of a resource gets a name. */
function withName(policyDocument: PolicyDocument): object {
  return { __validated: true, policyDocument, metadata: { name: 'repository' }, errors: [] }
}

export function askOurs(question: Question): Verdict {
  return toVerdict(decideQuestion(question).reason)
}

export function decideQuestion(question: Question) {
  const [, , , , accountId = '', name = ''] = question.principal.split(':')
  const role = /^assumed-role\/([^/]+)\/(.+)$/.exec(name)
  return decide({
    action: question.action,
    resource: question.resource,
    resourceAccountId: question.resourceAccount,
    context: createRequestContext(question.context),
    requester: {
      accountId,
      arn: question.principal,
      principalId: role === null ? 'AIDATEST' : `AROATEST:${role[2]}`,
      roleArn: role === null ? undefined : `arn:aws:iam::${accountId}:role/${role[1]}`,
    },
    identityPolicies: question.identityPolicies.map((policy, at) => compilePolicy(`policy-${at}`, policy)),
    resourcePolicy:
      question.resourcePolicy === null ? null : compilePolicy('repository', question.resourcePolicy),
  })
}

function toVerdict(reason: DecisionReason): Verdict {
  if (reason === 'allowed') return 'allow'
  return reason.endsWith('-deny') ? 'explicit deny' : 'deny'
}
