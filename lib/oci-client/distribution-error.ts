/**
 * What went wrong with a call to a registry (OCI distribution specification 1.1.1, "Error Codes"). The message is for an
 * operator's log and holds no secret; visitors are told by kind.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { toRetryAfterMs } from '#lib/net/retry-after.ts'

export type DistributionErrorKind =
  /** There is no such manifest, blob or repository. */
  | 'not-found'
  /** The registry wants more than an anonymous token, or gives none. */
  | 'unauthorized'
  | 'throttled'
  /** Not reached, or no answer in time. */
  | 'unreachable'
  /** The registry has trouble of its own. */
  | 'server'
  /** More bytes than are read. */
  | 'too-large'
  /** Other bytes than were asked for. */
  | 'wrong-digest'
  /** The answer, or what it leads to, is nothing that may be used. */
  | 'invalid'

/** A failed call. */
export class DistributionError extends Error {
  override name = 'DistributionError'
  readonly kind: DistributionErrorKind
  /** How long the registry asks to be left alone, in milliseconds; null where it does not say. */
  readonly retryAfterMs: number | null

  /** Next keeps several copies of this class in one process, and a client that stands on `globalThis` is of one of them. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'DistributionError' && 'kind' in value
  }

  constructor(
    kind: DistributionErrorKind,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number | null } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** The error for a status that is none of success; `what` names what was asked for. */
export function toStatusError(
  status: number,
  what: string,
  headers: IncomingHttpHeaders = {},
): DistributionError {
  const message = `The registry answered ${status} for ${what}.`
  return new DistributionError(toKind(status), message, {
    retryAfterMs: toRetryAfterMs(headers['retry-after'], Date.now()),
  })
}

/** The result, or null where the registry cannot give it: for a part of which the rest is worth showing without it. */
export async function orNull<Result>(result: Promise<Result>): Promise<Result | null> {
  try {
    return await result
  } catch (error) {
    if (error instanceof DistributionError) return null
    throw error
  }
}

function toKind(status: number): DistributionErrorKind {
  if (status === 404) return 'not-found'
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429) return 'throttled'
  return status >= 500 ? 'server' : 'invalid'
}
