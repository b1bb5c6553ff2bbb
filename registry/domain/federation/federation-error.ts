/** Why a token of an issuer was not exchanged; the message is for the caller, and has nothing of the token in it. */

export type FederationErrorCode =
  | 'invalid-request'
  | 'invalid-token'
  | 'expired-token'
  | 'access-denied'
  /** The issuer, or the way to it, is at fault. */
  | 'issuer-unavailable'

export class FederationError extends Error {
  override name = 'FederationError'
  readonly code: FederationErrorCode

  constructor(code: FederationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
