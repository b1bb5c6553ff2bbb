/** What went wrong with a call to a source of whatever kind, in words for the operator who has to put it right. */
import type { Reach } from './ecr-public/find-failure-facts.ts'
import type { Explanation } from './say-failure.ts'

export type SourceErrorKind =
  /** No answer: the host has no address, refuses, is silent, or its certificate does not fit; see `reach`. */
  | 'unreachable'
  | 'credentials'
  | 'expired'
  | 'permission'
  | 'clock-skew'
  | 'throttled'
  | 'invalid'
  | 'server'
  /** Something answers, but not the ECR Public API. */
  | 'not-ecr-public'
  /** Something answers, but nothing that a source of this kind would. */
  | 'not-understood'
  | 'unknown'

export interface SourceErrorOptions extends ErrorOptions {
  explanation: Explanation
  retryAfterMs?: number | null
  reach?: Reach | null
}

/** A failed call. The message is for an operator and holds no secret; visitors are shown none of it. */
export class SourceError extends Error {
  override name = 'SourceError'
  readonly kind: SourceErrorKind
  /** Has no address and no account in it, so that anybody may read it. */
  readonly explanation: Explanation
  /** How long the endpoint asks to be left alone, in milliseconds; null where it does not say. */
  readonly retryAfterMs: number | null
  /** How far the call came, when it is `unreachable`. */
  readonly reach: Reach | null

  constructor(kind: SourceErrorKind, message: string, options: SourceErrorOptions) {
    super(message, options)
    this.kind = kind
    this.reach = options.reach ?? null
    this.explanation = options.explanation
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
