/** What is wrong with an alias, as an exception of the service model (API version 2020-10-30); it has none for aliases. */
import type { AliasError } from '#registry/aliases/alias-error.ts'
import { EcrError, invalidParameter } from './ecr-error.ts'

export function fromAliasError(error: AliasError): EcrError {
  const options = { cause: error }
  return error.code === 'limit'
    ? new EcrError('LimitExceededException', error.message, options)
    : invalidParameter('name', error.message, options)
}
