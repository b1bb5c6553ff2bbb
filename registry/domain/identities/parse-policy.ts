/** Checks a policy that an operator gives, and writes it as it is stored. */
import type { z } from 'zod'
import { explainGrammar } from '#registry/domain/access/policy/policy-document.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'

/** IAM's largest managed policy (IAM user guide, "IAM and AWS STS quotas"). */
const maxCharacters = 6_144

/** @throws {OperatorError} naming the first thing that is wrong */
export function parsePolicy(schema: z.ZodType, document: unknown): string {
  const parsed = schema.safeParse(document)
  if (!parsed.success) {
    throw new OperatorError(`The policy is not valid: ${explainGrammar(parsed.error.issues)}.`)
  }
  const text = JSON.stringify(document)
  if (text.length > maxCharacters) {
    throw new OperatorError(
      `The policy has ${text.length} characters, and may have ${maxCharacters}. Split it in two.`,
    )
  }
  return text
}
