/** Who gives the verified mark that pages show. */
import { getSources } from '#lib/runtime/catalog-instance.ts'

/** The people who run a registry of this kind, Amazon for its own, or each for its own where there are both. */
export function getVerifier(): 'operator' | 'amazon' | 'both' {
  const kinds = new Set(getSources().map(({ endpoint }) => endpoint.kind === 'aws'))
  if (kinds.size === 2) return 'both'
  return kinds.has(true) ? 'amazon' : 'operator'
}
