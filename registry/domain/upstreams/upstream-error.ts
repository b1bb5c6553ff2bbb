/** What came of asking an upstream, when that is not what was asked for. */

/**
 * `absent` is what the upstream says of something that it does not have; `refused` is all that may be otherwise later: limits,
 * failures, silence. `invalid` is an answer that cannot be right, and is never kept.
 */
export type UpstreamProblem = 'absent' | 'refused' | 'invalid'

/** The message is for clients: it names the upstream as references do, and nothing that is secret. */
export class UpstreamError extends Error {
  override name = 'UpstreamError'
  readonly problem: UpstreamProblem
  /** How the upstream answered; null where it did not. */
  readonly status: number | null
  readonly retryAfterMs: number | null
  /** Nobody answered, or not to the end. */
  readonly isSilence: boolean

  constructor(
    problem: UpstreamProblem,
    message: string,
    options: ErrorOptions & {
      status?: number | null
      retryAfterMs?: number | null
      isSilence?: boolean
    } = {},
  ) {
    super(message, options)
    this.problem = problem
    this.status = options.status ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isSilence = options.isSilence ?? false
  }
}
