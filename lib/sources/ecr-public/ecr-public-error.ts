/**
 * What went wrong with a call to the ECR Public API, in words for the operator who has to put it right: which
 * call, why it failed and what to do. Names of errors are those of the API and of the common errors of AWS.
 */
import { SourceError, type SourceErrorKind } from '../source-error.ts'
import { explainFailure } from './explain-failure.ts'
import { type FailureFacts, findFailureFacts } from './find-failure-facts.ts'

export type EcrPublicErrorKind = Exclude<SourceErrorKind, 'not-understood'>

/** A failed call of the ECR Public API. */
export class EcrPublicError extends SourceError {
  override name = 'EcrPublicError'
}

const kindOfName: Record<string, EcrPublicErrorKind> = {
  UnrecognizedClientException: 'credentials',
  InvalidSignatureException: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidClientTokenId: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  IncompleteSignatureException: 'credentials',
  CredentialsProviderError: 'credentials',
  ExpiredTokenException: 'expired',
  ExpiredToken: 'expired',
  AccessDeniedException: 'permission',
  AccessDenied: 'permission',
  RequestTimeTooSkewed: 'clock-skew',
  RequestExpired: 'clock-skew',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestLimitExceeded: 'throttled',
  TooManyRequestsException: 'throttled',
  InvalidParameterException: 'invalid',
  ValidationException: 'invalid',
  ServerException: 'server',
  InternalFailure: 'server',
  ServiceUnavailable: 'server',
  UnknownOperationException: 'not-ecr-public',
}

/**
 * Explains a failed call.
 * @param operation the API operation, such as `DescribeRepositories`
 * @param endpoint the URL that was called; null for the real service
 * @param nowMs this machine's time, with which that of the answer is compared
 */
export function toEcrPublicError(
  error: unknown,
  operation: string,
  endpoint: string | null,
  nowMs = Date.now(),
): EcrPublicError {
  if (error instanceof EcrPublicError) return error
  const facts = findFailureFacts(error, nowMs)
  const kind = toKind(error, facts)
  const said = error instanceof Error && error.message !== '' ? error.message : readName(error)
  const where = endpoint ?? 'the ECR Public API (us-east-1)'
  const { what, advice } = explainFailure(kind, operation, facts, where)
  const message = `${operation} failed: ${what} ${advice} (${readName(error)}: ${said})`
  const explanation = explainFailure(kind, operation, facts, 'the endpoint')
  return new EcrPublicError(kind, message, {
    cause: error,
    explanation: {
      ...explanation,
      what: `${operation} failed: ${explanation.what}`,
      failure: { ...explanation.failure, call: operation },
    },
    retryAfterMs: facts.retryAfterMs,
    reach: facts.reach,
  })
}

/** An answer that is no answer of the ECR Public API, though it says that all went well. */
export function toForeignAnswerError(operation: string, endpoint: string | null): EcrPublicError {
  const cause = new Error(`The answer to ${operation} lacks what the API always gives.`)
  return toEcrPublicError(Object.assign(cause, { name: 'UnknownOperationException' }), operation, endpoint)
}

/** True when the error has this name, as every exception of the service model has. */
export function isServiceException(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

function toKind(error: unknown, { reach, status, isNotJson }: FailureFacts): EcrPublicErrorKind {
  if (isClockSkew(error)) return 'clock-skew'
  const known = kindOfName[readName(error)]
  if (known !== undefined) return known
  if (reach !== null) return 'unreachable'
  if (status === 429) return 'throttled'
  if (status !== null && status >= 500) return 'server'
  if (isNotJson || (status !== null && status >= 300)) return 'not-ecr-public'
  return 'unknown'
}

/** AWS answers a skewed clock with the same name as a wrong signature; only the message tells them apart. */
function isClockSkew(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(InvalidSignatureException|SignatureDoesNotMatch)$/.test(readName(error)) &&
    /signature (expired|not yet current)/i.test(error.message)
  )
}

function readName(error: unknown): string {
  return error instanceof Error ? error.name : 'Error'
}
