/** A denial in AWS's words (IAM user guide, "Troubleshoot access denied error messages"). */
import type { DecisionReason } from './decide.ts'

/**
 * @param resource as the caller named it
 * @example
 * toDenial('arn:aws:iam::123456789012:user/ci', 'ecr-public:PutImage', 'arn:…', 'no-identity-allow')
 * // User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr-public:PutImage on resource: arn:… because …
 */
export function toDenial(
  principalArn: string,
  action: string,
  resource: string,
  reason: Exclude<DecisionReason, 'allowed'>,
): string {
  const because = {
    'identity-deny': 'with an explicit deny in an identity-based policy',
    'resource-deny': 'with an explicit deny in a resource-based policy',
    'no-identity-allow': `because no identity-based policy allows the ${action} action`,
    'no-resource-allow': `because no resource-based policy allows the ${action} action`,
  }[reason]
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ${because}`
}
