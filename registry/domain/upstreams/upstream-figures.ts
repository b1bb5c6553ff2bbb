/** What was asked of an upstream's namespace since the start, and how it was answered. */
export interface UpstreamFigures {
  /** From what is stored, without asking. */
  hits: number
  /** After asking the upstream. */
  misses: number
  /** From what is stored, though it is older than it should be. */
  stales: number
}
