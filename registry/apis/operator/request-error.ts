/** What an operator asked for is not well formed; told apart from what is well formed and cannot be done. */
import type { z } from 'zod'
import { OperatorError } from '#registry/domain/operator-error.ts'

/** A request that lacks a field, or has one that is wrong or unknown; the message names each. */
export class RequestError extends OperatorError {
  override name = 'RequestError'
}

/** Says of each field what is wrong with it, in the words of the options. */
export function toRequestError(issues: readonly z.core.$ZodIssue[], input: unknown): RequestError {
  return new RequestError(issues.map((issue) => toLine(issue, input)).join('\n'))
}

function toLine(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === 'unrecognized_keys') return `There is no option ${issue.keys.map(toOption).join(', ')}.`
  const [field, ...below] = issue.path.map(String)
  if (field === undefined) return `The request is wrong: ${issue.message}.`
  const isMissing = below.length === 0 && !(typeof input === 'object' && input !== null && field in input)
  return isMissing
    ? `${toOption(field)} is missing.`
    : `${[toOption(field), ...below].join('.')}: ${issue.message.replace(/\.$/, '')}.`
}

/** The option of a field: `displayName` is `--display-name`. */
export function toOption(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
