/**
 * Repository policies: resource-based IAM policies without a `Resource`, because they belong to one (ECR Public
 * user guide, "Public repository policies"). They are kept as they are written, in AWS's layout.
 */
import {
  explainGrammar,
  type PolicyDocument,
  resourcePolicySchema,
} from '#registry/domain/access/policy/policy-document.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'

/**
 * Checks a policy and writes it the way AWS answers it.
 * @throws {EcrError} InvalidParameterException in AWS's words, followed by the first reason
 */
export function formatRepositoryPolicy(policyText: string): { policyText: string; policy: PolicyDocument } {
  let document: unknown
  try {
    document = JSON.parse(policyText)
  } catch (cause) {
    throw invalidPolicy('the text is not valid JSON', { cause })
  }
  const parsed = resourcePolicySchema.safeParse(document)
  if (!parsed.success) throw invalidPolicy(explainGrammar(parsed.error.issues))
  // Formatted from the document, not from what was parsed, so that members keep their order.
  return { policyText: formatValue(document, ''), policy: parsed.data }
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
