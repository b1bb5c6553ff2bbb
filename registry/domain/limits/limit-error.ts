/** A client asks for more than it may in some time; each API has words of its own for it, and both say when to come again. */

export class LimitError extends Error {
  override name = 'LimitError'
  readonly headers: Record<string, string>

  /** @param headers `retry-after` at least */
  constructor(message: string, headers: Record<string, string>) {
    super(message)
    this.headers = headers
  }
}
