/** Rows of the table of decisions: a rule of the documentation, policies, a request, and the verdict. */
import type {
  PolicyDocument,
  PolicyPrincipal,
  PolicyStatement,
} from '#registry/domain/access/policy/policy-document.ts'
import type { Question, Verdict } from './ask-oracle.ts'

export const own = '111111111111'
export const other = '222222222222'
export const ci = `arn:aws:iam::${own}:user/ci`
export const session = `arn:aws:sts::${own}:assumed-role/build/run-1`
export const app = `arn:aws:ecr-public::${own}:repository/app`
export const theirs = `arn:aws:ecr-public::${other}:repository/app`
export const put = 'ecr-public:PutImage'

export interface Row {
  says: string
  verdict: Verdict
  identity?: Partial<PolicyStatement>[]
  resource?: Partial<PolicyStatement>[]
  principal?: string
  action?: string
  /** Another account's repository, instead of an own one. */
  on?: string
  context?: Record<string, string | string[]>
  version?: '2008-10-17' | '2012-10-17'
  /** Why the oracle is not asked. */
  alone?: string
}

export const allow = (rest: Partial<PolicyStatement> = {}): Partial<PolicyStatement> => ({
  Effect: 'Allow',
  ...rest,
})
export const deny = (rest: Partial<PolicyStatement> = {}): Partial<PolicyStatement> => ({
  Effect: 'Deny',
  ...rest,
})
export const toMe: PolicyPrincipal = { AWS: ci }
export const condition = (operator: string, key: string, ...values: string[]) =>
  allow({ Condition: { [operator]: { [key]: values } } })

/** Two rows of one rule: it holds, and it does not. */
export const both = (says: string, row: Omit<Row, 'says' | 'verdict'>, otherwise: Partial<Row>): Row[] => [
  { verdict: 'allow', ...row, says },
  { verdict: 'deny', ...row, ...otherwise, says: `${says}; and not otherwise` },
]
export const underCondition = (
  operator: string,
  key: string,
  values: string[],
  holds: string | string[] | undefined,
  fails: string | string[] | undefined,
  rest: Partial<Row> = {},
): Row[] => {
  const toContext = (value: string | string[] | undefined) => (value === undefined ? {} : { [key]: value })
  return both(
    `${operator} ${key} ${values.join(' or ')}: ${toText(holds)} holds, ${toText(fails)} does not`,
    { identity: [condition(operator, key, ...values)], context: toContext(holds), ...rest },
    { context: toContext(fails) },
  )
}
const toText = (value: string | string[] | undefined) => JSON.stringify(value) ?? 'nothing'

export function toQuestion(row: Row): Question {
  const {
    principal = ci,
    action = put,
    on = app,
    context = {},
    identity,
    resource,
    version = '2012-10-17',
  } = row
  return {
    principal,
    action,
    resource: on,
    resourceAccount: on.split(':')[4] ?? '',
    context: { ...context },
    identityPolicies:
      identity === undefined ? [] : [toPolicy(version, identity, { Action: 'ecr-public:*', Resource: '*' })],
    resourcePolicy: resource === undefined ? null : toPolicy(version, resource, { Action: 'ecr-public:*' }),
  }
}

/** With the members that a row leaves out. */
function toPolicy(
  Version: '2008-10-17' | '2012-10-17',
  statements: Partial<PolicyStatement>[],
  defaults: Partial<PolicyStatement>,
): PolicyDocument {
  return {
    Version,
    Statement: statements.map((statement) => {
      const { Action, Resource } = defaults
      return {
        Effect: 'Allow',
        ...(statement.NotAction === undefined && { Action }),
        ...(statement.NotResource === undefined && Resource !== undefined && { Resource }),
        ...statement,
      }
    }),
  }
}
