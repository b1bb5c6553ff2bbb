/** What is wrong with an alias, as an exception of the service model (API version 2020-10-30); it has none for aliases. */
import type { AliasError } from '#registry/domain/aliases/alias-error.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'

export function fromAliasError(error: AliasError): EcrError {
  const options = { cause: error }
  const code = error.code === 'limit' ? 'LimitExceededException' : 'InvalidParameterException'
  return new EcrError(code, error.message, options)
}
