/**
 * What went wrong with a call to the ECR Public API, in words for the operator who has to put it right: which
 * call, why it failed and what to do. Names of errors are those of the API and of the common errors of AWS.
 */

export type EcrPublicErrorKind =
  | 'unreachable'
  | 'credentials'
  | 'permission'
  | 'clock-skew'
  | 'throttled'
  | 'invalid'
  | 'server'
  | 'unknown'

/** A failed call. The message is for an operator and holds no secret; visitors are shown none of it. */
export class EcrPublicError extends Error {
  override name = 'EcrPublicError'
  readonly kind: EcrPublicErrorKind

  constructor(kind: EcrPublicErrorKind, message: string, options: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

const kindOfName: Record<string, EcrPublicErrorKind> = {
  UnrecognizedClientException: 'credentials',
  InvalidSignatureException: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  InvalidClientTokenId: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  IncompleteSignatureException: 'credentials',
  ExpiredTokenException: 'credentials',
  ExpiredToken: 'credentials',
  CredentialsProviderError: 'credentials',
  AccessDeniedException: 'permission',
  AccessDenied: 'permission',
  RequestTimeTooSkewed: 'clock-skew',
  RequestExpired: 'clock-skew',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  InvalidParameterException: 'invalid',
  ServerException: 'server',
  TimeoutError: 'unreachable',
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
])

/**
 * Explains a failed call.
 * @param operation the API operation, such as `DescribeRepositories`
 * @param endpoint the URL that was called; null for the real service
 */
export function toEcrPublicError(error: unknown, operation: string, endpoint: string | null): EcrPublicError {
  if (error instanceof EcrPublicError) return error
  const kind = toKind(error)
  const said = error instanceof Error && error.message !== '' ? error.message : readName(error)
  const message = `${operation} failed: ${explain(kind, operation, endpoint)} (${readName(error)}: ${said})`
  return new EcrPublicError(kind, message, { cause: error })
}

/** True when the error has this name, as every exception of the service model has. */
export function isServiceException(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

function toKind(error: unknown): EcrPublicErrorKind {
  if (isClockSkew(error)) return 'clock-skew'
  const known = kindOfName[readName(error)]
  if (known !== undefined) return known
  if (listCodes(error).some((code) => unreachableCodes.has(code))) return 'unreachable'
  return 'unknown'
}

/** AWS answers a skewed clock with the same name as a wrong signature; only the message tells them apart. */
function isClockSkew(error: unknown): boolean {
  return (
    error instanceof Error &&
    readName(error) === 'InvalidSignatureException' &&
    /signature (expired|not yet current)/i.test(error.message)
  )
}

function explain(kind: EcrPublicErrorKind, operation: string, endpoint: string | null): string {
  const where = endpoint ?? 'the ECR Public API (us-east-1)'
  switch (kind) {
    case 'unreachable':
      return `${where} cannot be reached. Check that it runs and that ECR_PUBLIC_ENDPOINT and REGISTRY_PORT are right.`
    case 'credentials':
      return `${where} does not accept the credentials, or there are none. Check the AWS credential chain (AWS_PROFILE, AWS_ACCESS_KEY_ID, …); the embedded registry's are in DATA_DIR/credentials.`
    case 'permission':
      return `the credentials lack a permission. Allow the action ecr-public:${operation}.`
    case 'clock-skew':
      return `this machine's clock and that of ${where} differ by more than 15 minutes. Set the clock.`
    case 'throttled':
      return `${where} limits the rate of calls. They are tried again later; raise SYNC_INTERVAL_SECONDS if this stays.`
    case 'invalid':
      return `${where} refuses a parameter.`
    case 'server':
      return `${where} has an internal problem. The call is tried again later.`
    case 'unknown':
      return `${where} gave an unexpected answer.`
  }
}

function readName(error: unknown): string {
  return error instanceof Error ? error.name : 'Error'
}

/** Error codes of the error, of its causes, and of what an AggregateError gathers. */
function listCodes(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const gathered = error instanceof AggregateError ? error.errors : []
  return [...code, ...[error.cause, ...gathered].flatMap((inner) => listCodes(inner, depth + 1))]
}
