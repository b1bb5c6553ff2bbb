/** A client asks for more than it may in some time; each API has words of its own for it, and both say when to come again. */

/** How many there were in this process, for its metrics: each is made to refuse one request. */
export const limitErrorCounts = { made: 0 }

export class LimitError extends Error {
  override name = 'LimitError'
  readonly headers: Record<string, string>

  /** @param headers `retry-after` at least */
  constructor(message: string, headers: Record<string, string>) {
    super(message)
    this.headers = headers
    limitErrorCounts.made += 1
  }
}
