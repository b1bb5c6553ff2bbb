/** What an alias cannot be, or what cannot be done with it. */
import { OperatorError } from '#registry/domain/operator-error.ts'

/** `name`: this account cannot have that name; `missing`: it hasn't; `limit`: it may ask for no more. */
export type AliasErrorCode = 'name' | 'missing' | 'limit'

/** The message is for the publisher as well as for the operator. */
export class AliasError extends OperatorError {
  override name = 'AliasError'
  readonly code: AliasErrorCode

  constructor(code: AliasErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
