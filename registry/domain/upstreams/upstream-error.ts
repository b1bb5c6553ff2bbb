/** What came of asking an upstream, when that is not what was asked for. */

/**
 * `absent` is what the upstream says of something that it does not have; `refused` is all that may be otherwise later: limits,
 * failures, silence. `invalid` is an answer that cannot be right, and is never kept.
 */
export type UpstreamProblem = 'absent' | 'refused' | 'invalid'

/** What the gallery's pages say of it, in the language of whoever reads them. */
export type UpstreamReason =
  | 'status'
  | 'no-token'
  | 'no-credentials'
  | 'token-host'
  | 'redirects'
  | 'not-allowed'
  | 'unreachable'
  | 'broken-off'
  | 'too-large'
  | 'other-content'
  | 'pause'
  | 'left-alone'
  | 'no-room'
  | 'too-many'

/** The message is for clients: it names the upstream as references do, and nothing that is secret. */
export class UpstreamError extends Error {
  override name = 'UpstreamError'
  readonly problem: UpstreamProblem
  /** How the upstream answered; null where it did not. */
  readonly status: number | null
  readonly retryAfterMs: number | null
  /** Nobody answered, or not to the end. */
  readonly isSilence: boolean
  readonly reason: UpstreamReason

  constructor(
    problem: UpstreamProblem,
    message: string,
    options: ErrorOptions & {
      status?: number | null
      retryAfterMs?: number | null
      isSilence?: boolean
      /** Where it is not told by the problem: something else than was asked for, or the status. */
      reason?: UpstreamReason
    } = {},
  ) {
    super(message, options)
    this.problem = problem
    this.status = options.status ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isSilence = options.isSilence ?? false
    this.reason = options.reason ?? (problem === 'invalid' ? 'other-content' : 'status')
  }
}
