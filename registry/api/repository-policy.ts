/**
 * Repository policies: resource-based IAM policies without a `Resource`, because they belong to one (ECR Public
 * user guide, "Public repository policies"; IAM user guide, "Grammar of the IAM JSON policy language"). They are
 * checked and kept; what they allow is not evaluated yet. Actions aren't compared with the list of operations:
 * AWS's own examples name some that don't exist.
 */
import { z } from 'zod'
import { EcrError } from './ecr-error.ts'

const oneOrMore = <Member extends z.ZodType>(member: Member) => z.union([member, z.array(member).min(1)])

const action = z
  .string()
  .regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'must be an action such as ecr-public:PutImage')
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

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.optional(),
    NotPrincipal: principal.optional(),
    Action: oneOrMore(action).optional(),
    NotAction: oneOrMore(action).optional(),
    Condition: z.record(z.string(), z.record(z.string(), oneOrMore(conditionValue))).optional(),
  })
  .refine(
    (members) => (members.Principal === undefined) !== (members.NotPrincipal === undefined),
    'must have either Principal or NotPrincipal',
  )
  .refine(
    (members) => (members.Action === undefined) !== (members.NotAction === undefined),
    'must have either Action or NotAction',
  )

const policy = z.strictObject({
  Version: z.enum(['2008-10-17', '2012-10-17']).optional(),
  Id: z.string().optional(),
  Statement: oneOrMore(statement),
})

/**
 * Checks a policy and writes it the way AWS answers it.
 * @throws {EcrError} InvalidParameterException in AWS's words, followed by the first reason
 */
export function formatRepositoryPolicy(policyText: string): string {
  let document: unknown
  try {
    document = JSON.parse(policyText)
  } catch (cause) {
    throw invalidPolicy('the text is not valid JSON', { cause })
  }
  const parsed = policy.safeParse(document)
  if (!parsed.success) throw invalidPolicy(explain(parsed.error.issues))
  // Formatted from the document, not from what was parsed, so that members keep their order.
  return formatValue(document, '')
}

function explain(issues: readonly z.core.$ZodIssue[], path: readonly PropertyKey[] = []): string {
  const [issue] = issues
  if (issue === undefined) return 'it does not follow the policy grammar'
  const at = [...path, ...issue.path]
  // Of alternatives, the last one says most: it is the longer form of the two.
  if (issue.code === 'invalid_union') return explain(issue.errors.at(-1) ?? [], at)
  return `${at.length === 0 ? 'policy' : at.map(String).join('.')}: ${issue.message}`
}

function invalidPolicy(reason: string, options?: ErrorOptions): EcrError {
  return new EcrError(
    'InvalidParameterException',
    `Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided' (${reason})`,
    options,
  )
}

/** AWS's layout: members on lines of their own with ` : `, lists in one line. */
function formatValue(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((member) => formatValue(member, indent)).join(', ')} ]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const members = Object.entries(value).map(
    ([name, member]) => `${inner}${JSON.stringify(name)} : ${formatValue(member, inner)}`,
  )
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`
}
