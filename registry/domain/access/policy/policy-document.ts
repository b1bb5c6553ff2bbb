/**
 * The grammar of policies (IAM user guide, "Grammar of the IAM JSON policy language"), in its three forms: of identities,
 * which name resources; of a repository, which name principals; and of a role's trust, which name principals and actions of
 * STS. Actions are not compared with a list: AWS's own examples name some that do not exist.
 */
import { z } from 'zod'
import { conditionOperators } from './condition-operators.ts'

const oneOrMore = <Member extends z.ZodType>(member: Member) => z.union([member, z.array(member).min(1)])

const action = z
  .string()
  .regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/i, 'must be an action such as ecr-public:PutImage')
const resource = z
  .string()
  .regex(
    /^(\*|arn(:[^:]*){4}:.+)$/s,
    'must be * or an ARN such as arn:aws:ecr-public::123456789012:repository/app',
  )
const awsPrincipal = z
  .string()
  .regex(
    /^(\*|[0-9]{12}|arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[\w+=,.@/-]+|AIDA[A-Z0-9]+|AROA[A-Z0-9]+)$/,
    'must be an account id, an IAM ARN or *',
  )
const principal = z.union([
  z.literal('*'),
  z
    .strictObject({
      AWS: oneOrMore(awsPrincipal).optional(),
      Service: oneOrMore(z.string().regex(/^[a-z0-9.-]+$/)).optional(),
      Federated: oneOrMore(z.string().min(1)).optional(),
      CanonicalUser: oneOrMore(z.string().min(1)).optional(),
    })
    .refine((members) => Object.keys(members).length > 0, 'must name someone'),
])
const conditionValue = z.union([z.string(), z.number(), z.boolean()])
const operator = z.string().refine(isOperator, 'must be a condition operator such as StringEquals')
const condition = z.record(operator, z.record(z.string().min(1), oneOrMore(conditionValue)))

const common = {
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore(action).optional(),
  NotAction: oneOrMore(action).optional(),
  Condition: condition.optional(),
}
const principals = { Principal: principal.optional(), NotPrincipal: principal.optional() }
const resources = { Resource: oneOrMore(resource).optional(), NotResource: oneOrMore(resource).optional() }

/** Exactly one of the two forms of an element. */
function either<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, name: string) {
  return schema.refine(
    (members) => name in members !== `Not${name}` in members,
    `must have either ${name} or Not${name}`,
  )
}

function policyOf<Statement extends z.ZodType>(statement: Statement) {
  return z
    .unknown()
    .refine(hasNoHiddenMember, "must have no member '__proto__'")
    .pipe(
      z.strictObject({
        Version: z.enum(['2008-10-17', '2012-10-17']).optional(),
        Id: z.string().optional(),
        Statement: oneOrMore(statement),
      }),
    )
}

/** zod passes over members of this name without a look, and what is kept is the document as it was given. */
function hasNoHiddenMember(document: unknown): boolean {
  return !JSON.stringify(document)?.includes('"__proto__":')
}

export const identityPolicySchema = policyOf(
  either(z.strictObject({ ...common, ...resources }), 'Resource').refine(...hasAction()),
)
export const resourcePolicySchema = policyOf(
  either(z.strictObject({ ...common, ...principals }), 'Principal').refine(...hasAction()),
)
export const trustPolicySchema = policyOf(
  z
    .strictObject({ ...common, Principal: principal })
    .refine((members) => members.Action !== undefined, 'must have an Action such as sts:AssumeRole'),
)

function hasAction() {
  const test = (members: { Action?: unknown; NotAction?: unknown }) =>
    (members.Action === undefined) !== (members.NotAction === undefined)
  return [test, 'must have either Action or NotAction'] as const
}

export interface PolicyStatement {
  Sid?: string | undefined
  Effect: 'Allow' | 'Deny'
  Principal?: PolicyPrincipal | undefined
  NotPrincipal?: PolicyPrincipal | undefined
  Action?: string | string[] | undefined
  NotAction?: string | string[] | undefined
  Resource?: string | string[] | undefined
  NotResource?: string | string[] | undefined
  Condition?: Record<string, Record<string, ConditionValue | ConditionValue[]>> | undefined
}
export type PolicyPrincipal =
  | '*'
  | {
      AWS?: string | string[] | undefined
      Service?: string | string[] | undefined
      Federated?: string | string[] | undefined
      CanonicalUser?: string | string[] | undefined
    }
type ConditionValue = string | number | boolean

export interface PolicyDocument {
  Version?: '2008-10-17' | '2012-10-17' | undefined
  Id?: string | undefined
  Statement: PolicyStatement | PolicyStatement[]
}

function isOperator(text: string): boolean {
  const [, name = ''] = /^(?:ForAllValues:|ForAnyValue:)?(.*?)(?:IfExists)?$/.exec(text) ?? []
  return name === 'Null' ? !text.endsWith('IfExists') : conditionOperators.has(name)
}

/** The first thing that is wrong with a policy, as `Statement.0.Effect: …`. */
export function explainGrammar(
  issues: readonly z.core.$ZodIssue[],
  path: readonly PropertyKey[] = [],
): string {
  const [issue] = issues
  if (issue === undefined) return 'it does not follow the policy grammar'
  const at = [...path, ...issue.path]
  if (issue.code === 'invalid_union') {
    // Of alternatives, the one that got furthest says most; the last one of those, which is the longer form.
    const depth = (issues: readonly z.core.$ZodIssue[]) => issues[0]?.path.length ?? 0
    const deepest = Math.max(...issue.errors.map(depth))
    return explainGrammar(issue.errors.findLast((issues) => depth(issues) === deepest) ?? [], at)
  }
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return `${at.length === 0 ? 'policy' : at.map(String).join('.')}: ${message}`
}
