/**
 * What can be learnt from a failed call besides its name: how far the connection came, the answer's status, its date beside
 * ours, how long we are asked to wait, and which permission was missing. The SDK keeps the answer in `$response`.
 */
import { toRetryAfterMs } from '#lib/net/retry-after.ts'

/** How far a call came that got no answer. */
export type Reach = 'no-address' | 'refused' | 'silent' | 'closed' | 'certificate' | 'no-route'

export interface FailureFacts {
  /** Null when there was an answer. */
  reach: Reach | null
  /** Of the answer; null when there was none. */
  status: number | null
  /** The answer could not be read as JSON. */
  isNotJson: boolean
  retryAfterMs: number | null
  /** How far this machine's clock is ahead of the answer's, in milliseconds; negative when it is behind. */
  clockAheadMs: number | null
  /** The call was not made, because nothing could sign it. */
  hasNoCredentials: boolean
  /** As the refusal names it, such as `sts:AssumeRole`. */
  action: string | null
}

const reachOfCode: Record<string, Reach> = {
  ENOTFOUND: 'no-address',
  EAI_AGAIN: 'no-address',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'silent',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  CERT_HAS_EXPIRED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  EPROTO: 'certificate',
}

/** Looks through the error, its causes, and what an AggregateError gathers. */
export function findFailureFacts(error: unknown, nowMs: number): FailureFacts {
  const errors = listErrors(error)
  const response = errors.map(readResponse).find((one) => one !== null) ?? null
  const status = errors.map(readStatus).find((one) => one !== null) ?? response?.status ?? null
  return {
    reach: errors.map(toReach).find((one) => one !== null) ?? null,
    status,
    isNotJson: errors.some((one) => one instanceof SyntaxError),
    retryAfterMs: response && toRetryAfterMs(response.headers['retry-after'], nowMs),
    clockAheadMs: response && toDifference(response.headers.date, nowMs),
    hasNoCredentials: errors.some(({ name }) => name === 'CredentialsProviderError'),
    action: errors.map(readAction).find((one) => one !== null) ?? null,
  }
}

function listErrors(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 4) return []
  const gathered = error instanceof AggregateError ? error.errors : []
  return [error, ...[error.cause, ...gathered].flatMap((inner) => listErrors(inner, depth + 1))]
}

function toReach(error: Error): Reach | null {
  if (error.name === 'TimeoutError') return 'silent'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^ERR_(TLS|SSL)/.test(code)) return 'certificate'
  const known = reachOfCode[code]
  if (known !== undefined) return known
  return /socket hang up|aborted|premature|terminated/i.test(error.message) ? 'closed' : null
}

interface FailedResponse {
  status: number | null
  headers: Record<string, string>
}

function readResponse(error: Error): FailedResponse | null {
  if (!('$response' in error) || typeof error.$response !== 'object' || error.$response === null) return null
  const { statusCode, headers } = error.$response as { statusCode?: unknown; headers?: unknown }
  const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : []
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    headers: Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)])),
  }
}

function readStatus(error: Error): number | null {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return null
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown }
  return typeof httpStatusCode === 'number' ? httpStatusCode : null
}

function toDifference(date: string | undefined, nowMs: number): number | null {
  const saidMs = Date.parse(date ?? '')
  return Number.isNaN(saidMs) ? null : nowMs - saidMs
}

function readAction(error: Error): string | null {
  return /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.[1] ?? null
}
